import Foundation
import NIOSSL

/// Certificates for tests, good until 2126: an authority that nobody else trusts, and two hosts of it.
enum TestCertificates {
  /// Of `CN=muster test authority`; its key was thrown away.
  static let authority = """
    -----BEGIN CERTIFICATE-----
    MIIBqDCCAU2gAwIBAgIUXPPbr3UrK78YLcD4lztglKuviYYwCgYIKoZIzj0EAwIw
    IDEeMBwGA1UEAwwVbXVzdGVyIHRlc3QgYXV0aG9yaXR5MCAXDTI2MTEyMjEwMjEz
    M1oYDzIxMjYxMDI5MTAyMTMzWjAgMR4wHAYDVQQDDBVtdXN0ZXIgdGVzdCBhdXRo
    b3JpdHkwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAT40VKi4Kjn8pOcl+QqSTT1
    Gw5d5h7FRDH+a8QK54xODe/MG/22UIAi9vS5ryug2fSa5HJXtmnwer2h7Dfx2qkX
    o2MwYTAdBgNVHQ4EFgQUntRRsTNysUt4F04rESdMNxZ5WOMwHwYDVR0jBBgwFoAU
    ntRRsTNysUt4F04rESdMNxZ5WOMwDwYDVR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8E
    BAMCAgQwCgYIKoZIzj0EAwIDSQAwRgIhAMQyVG55oAS5FWH/XoKj0mFgk3eQtB7e
    gTqrz+sZUbisAiEAzLsiXoVBQJ/lxrnUubk5I+vUg+V0IpBq42Z+VtL75vw=
    -----END CERTIFICATE-----
    """

  /// For api.example.com, localhost and 127.0.0.1.
  static let api = Host(
    certificate: """
      -----BEGIN CERTIFICATE-----
      MIIBzzCCAXWgAwIBAgIUQxhq27nUZACptb+XszXBxo5YgcgwCgYIKoZIzj0EAwIw
      IDEeMBwGA1UEAwwVbXVzdGVyIHRlc3QgYXV0aG9yaXR5MCAXDTI2MTEyMjEwMjEz
      NFoYDzIxMjYxMDI5MTAyMTM0WjAaMRgwFgYDVQQDDA9hcGkuZXhhbXBsZS5jb20w
      WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASTF4wgisVnPguFUtPuf5YM8JGgQDLX
      49xiRLwVySlknYJ0epPdu5jA1ZxAYDwgjvJ7DkXqDqvcNtmFIRQ909gFo4GQMIGN
      MAkGA1UdEwQCMAAwEwYDVR0lBAwwCgYIKwYBBQUHAwEwKwYDVR0RBCQwIoIPYXBp
      LmV4YW1wbGUuY29tgglsb2NhbGhvc3SHBH8AAAEwHQYDVR0OBBYEFMk27KVAi3WL
      Gko5Hwz6fTZBKFGFMB8GA1UdIwQYMBaAFJ7UUbEzcrFLeBdOKxEnTDcWeVjjMAoG
      CCqGSM49BAMCA0gAMEUCIQDIqlrhH53q+ie5YHD4EElclSu9kpMIhpv92ACNHahh
      BwIgGcqyXsMlWMgmolWrNcZRF2GgpPyb3RGeAiJdgaWBNyg=
      -----END CERTIFICATE-----
      """,
    key: """
      -----BEGIN PRIVATE KEY-----
      MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgpGFqptpHOWCoJrg/
      9zS4kEB7bkhvWAREy9+61HqfF5+hRANCAASTF4wgisVnPguFUtPuf5YM8JGgQDLX
      49xiRLwVySlknYJ0epPdu5jA1ZxAYDwgjvJ7DkXqDqvcNtmFIRQ909gF
      -----END PRIVATE KEY-----
      """)

  /// For other.example.com.
  static let other = Host(
    certificate: """
      -----BEGIN CERTIFICATE-----
      MIIBwTCCAWegAwIBAgIUQxhq27nUZACptb+XszXBxo5YgckwCgYIKoZIzj0EAwIw
      IDEeMBwGA1UEAwwVbXVzdGVyIHRlc3QgYXV0aG9yaXR5MCAXDTI2MTEyMjEwMjEz
      NFoYDzIxMjYxMDI5MTAyMTM0WjAcMRowGAYDVQQDDBFvdGhlci5leGFtcGxlLmNv
      bTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABHO9KJC9koE0RydU0Vy6jmrTT9jP
      rd5XOu32XtvpU8D4+XQswjp4+L3QboOCvt/LAPl3rl58+pTJxC09Nx/Ko7SjgYAw
      fjAJBgNVHRMEAjAAMBMGA1UdJQQMMAoGCCsGAQUFBwMBMBwGA1UdEQQVMBOCEW90
      aGVyLmV4YW1wbGUuY29tMB0GA1UdDgQWBBR0O0ylhPAtBqzRKzfJpiEp7aSHXzAf
      BgNVHSMEGDAWgBSe1FGxM3KxS3gXTisRJ0w3FnlY4zAKBggqhkjOPQQDAgNIADBF
      AiEA8PuTTYZbGTg2k9QgSJLG1t6cJbBaCte9VubhKa2wsuwCIGbOM+Tj/9LufX94
      l0ifHwCnDBPt+Faoqd0wBCx3fICM
      -----END CERTIFICATE-----
      """,
    key: """
      -----BEGIN PRIVATE KEY-----
      MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgkg+lM22jxoLB4HN8
      82ejZbsXGpdjekt7knCJj5BpPbihRANCAARzvSiQvZKBNEcnVNFcuo5q00/Yz63e
      Vzrt9l7b6VPA+Pl0LMI6ePi90G6Dgr7fywD5d65efPqUycQtPTcfyqO0
      -----END PRIVATE KEY-----
      """)

  struct Host {
    let certificate: String
    let key: String

    /// For a server that shows this certificate.
    func context() throws -> NIOSSLContext {
      let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8))
      return try NIOSSLContext(
        configuration: .makeServerConfiguration(
          certificateChain: chain.map { .certificate($0) },
          privateKey: .privateKey(NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem))))
    }
  }
}
