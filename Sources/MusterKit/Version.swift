/// The version of muster, as `muster --version` and the User-Agent say it.
package let musterVersion = "0.1.0"
