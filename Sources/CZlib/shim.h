#ifndef MUSTER_CZLIB_SHIM_H
#define MUSTER_CZLIB_SHIM_H

#include <zlib.h>

/// Makes ready for gzip members with their headers and checksums, and for no other form of deflate.
///
/// The stream must not move from here on: zlib keeps its address. 15 is the largest window, 16
/// stands for gzip.
static inline int czlib_inflate_gzip_init(z_stream *stream) {
  return inflateInit2(stream, 15 + 16);
}

#endif
