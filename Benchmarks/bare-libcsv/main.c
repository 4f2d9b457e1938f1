// The yardstick: a bare libcsv loop. It reads a file through a 64 KiB buffer, counts what libcsv
// calls back with, and prints "ROWS FIELDS". Nothing is copied, checked or kept, so that no reader
// built on libcsv's callbacks can be expected to do less.
//
// Usage: bare-libcsv FILE
// Exit codes: 0, 64 usage, 65 libcsv gave up, 66 no such file, 74 read or write error.

#include <csv.h>
#include <fcntl.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

struct counts {
  unsigned long rows;
  unsigned long fields;
};

static void count_field(void *bytes, size_t length, void *context) {
  (void)bytes;
  (void)length;
  ((struct counts *)context)->fields++;
}

static void count_row(int terminator, void *context) {
  (void)terminator;
  ((struct counts *)context)->rows++;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: bare-libcsv FILE\n");
    return EX_USAGE;
  }

  int file = open(argv[1], O_RDONLY);
  if (file < 0) {
    perror(argv[1]);
    return EX_NOINPUT;
  }

  struct csv_parser parser;
  if (csv_init(&parser, 0) != 0) {
    fprintf(stderr, "bare-libcsv: csv_init failed\n");
    return EX_DATAERR;
  }

  static char buffer[64 * 1024];
  struct counts counts = {0, 0};
  ssize_t count;
  while ((count = read(file, buffer, sizeof buffer)) > 0) {
    size_t length = (size_t)count;
    if (csv_parse(&parser, buffer, length, count_field, count_row, &counts) != length) {
      fprintf(stderr, "%s: %s\n", argv[1], csv_strerror(csv_error(&parser)));
      return EX_DATAERR;
    }
  }
  if (count < 0) {
    perror(argv[1]);
    return EX_IOERR;
  }
  if (csv_fini(&parser, count_field, count_row, &counts) != 0) {
    fprintf(stderr, "%s: %s\n", argv[1], csv_strerror(csv_error(&parser)));
    return EX_DATAERR;
  }
  csv_free(&parser);
  close(file);

  if (printf("%lu %lu\n", counts.rows, counts.fields) < 0 || fflush(stdout) != 0) return EX_IOERR;
  return EX_OK;
}
