// The parts of JSON's grammar that simdjson's On-Demand interface leaves to its callers.

#pragma once

#include <cstddef>
#include <string_view>

namespace csimdjson {

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A token without the blanks behind it, up to the next one.
inline std::string_view without_trailing_blanks(std::string_view token) {
  size_t end = token.size();
  while (end > 0) {
    const char c = token[end - 1];
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') break;
    end -= 1;
  }
  return token.substr(0, end);
}

/// Whether a token is a number as RFC 8259, section 6, has it.
inline bool is_number(std::string_view token) {
  const char *at = token.data();
  const char *const end = at + token.size();
  const auto skip_digits = [&] {
    const char *const start = at;
    while (at < end && is_digit(*at)) at += 1;
    return at > start;
  };
  if (at < end && *at == '-') at += 1;
  if (at < end && *at == '0') {
    at += 1;
  } else if (!skip_digits()) {
    return false;
  }
  if (at < end && *at == '.') {
    at += 1;
    if (!skip_digits()) return false;
  }
  if (at < end && (*at == 'e' || *at == 'E')) {
    at += 1;
    if (at < end && (*at == '+' || *at == '-')) at += 1;
    if (!skip_digits()) return false;
  }
  return at == end;
}

/// Whether a token is a number, true or false.
inline bool is_literal(std::string_view token) {
  return is_number(token) || token == "true" || token == "false";
}

/// Where strings are broken, in bytes from the start of the text; -1 where they aren't.
struct StringFaults {
  /// The quote of the string that isn't closed, on its line or at all.
  std::ptrdiff_t open = -1;
  /// The first control character inside a string, other than a line feed.
  std::ptrdiff_t control = -1;
};

/// Looks again, slowly, for what simdjson found without saying where.
inline StringFaults find_string_faults(std::string_view text) {
  StringFaults faults;
  for (size_t at = 0; at < text.size(); at += 1) {
    const unsigned char c = static_cast<unsigned char>(text[at]);
    if (faults.open < 0) {
      if (c == '"') faults.open = static_cast<std::ptrdiff_t>(at);
    } else if (c == '"') {
      faults.open = -1;
    } else if (c == '\n') {
      break;
    } else if (c == '\\' && at + 1 < text.size() && text[at + 1] != '\n') {
      at += 1;
    } else if (c < 0x20 && faults.control < 0) {
      faults.control = static_cast<std::ptrdiff_t>(at);
    }
  }
  return faults;
}

} // namespace csimdjson
