#ifndef MUSTER_CMALLOC_SHIM_H
#define MUSTER_CMALLOC_SHIM_H

#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

/// Limits the number of arenas that threads allocate from. Does nothing but with glibc.
static inline void malloc_limit_arenas(int count) {
#ifdef __GLIBC__
  mallopt(M_ARENA_MAX, count);
#else
  (void)count;
#endif
}

/// Gives pages that nothing lies on back to the system. Does nothing but with glibc.
static inline void malloc_give_back(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

#endif
