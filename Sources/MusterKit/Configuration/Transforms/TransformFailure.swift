/// Why a value can't be transformed: it isn't what the transform reads.
package struct TransformFailure: Error, Sendable, Equatable {
  package let code: DiagnosticCode
  /// For the user: what is wrong and what to do. Doesn't hold the value.
  package let sentence: String
}
