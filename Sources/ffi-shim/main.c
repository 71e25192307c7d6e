/* ffi-shim: libPyMemoryView.so used as by a language without a C compiler: opened with dlopen,
 * called through libffi, with exporters made of libffi closures. */
#include "calls.h"
#include "exporter.h"
#include "inspect.h"
#include "library.h"
#include "selftest.h"

#include <getopt.h>

enum { STATUS_LIBRARY = 1, STATUS_USAGE = 2 };

static const char usage[] =
    "usage: ffi-shim [--library FILE] inspect FILE [options]\n"
    "       ffi-shim [--library FILE] selftest\n"
    "       ffi-shim [--library FILE] functions\n"
    "       ffi-shim --help | --version\n"
    "\n"
    "inspect FILE   show a file through a memoryview: .npy, .wav, .pbm, .pgm, .ppm and\n"
    "               .pam files, and any other with\n"
    "  --format F     one item as in Python's struct module, such as d or <h (default B)\n"
    "  --shape N,M    extents (default: one axis, to the end of the file)\n"
    "  --strides N,M  bytes from item to item on each axis (default: C-contiguous)\n"
    "  --offset N     byte where the item with the indices 0 starts (default 0)\n"
    "  --color=WHEN   auto, always or never\n"
    "selftest       call every function of the library once; prints TAP\n"
    "functions      list the functions that the library must have, and their types\n"
    "\n"
    "The library is the one given by --library, else $PYMEMORYVIEW_LIBRARY, else one in ../lib\n"
    "next to this program, else one beside it, else what the loader finds.\n"
    "\n"
    "Exit status: 0 done, 1 the library is missing or failed, 2 wrong usage or an unusable file.\n";

/** The command line. */
struct arguments {
  const char *library;
  struct raw_options raw;
  enum colour_choice colour;
  bool help, version;
  char **operands; /**< NULL-terminated. */
};

static bool parse_colour(const char *text, enum colour_choice *choice) {
  static const char *const names[] = {"auto", "always", "never"};
  for (size_t k = 0; k < Py_ARRAY_LENGTH(names); k++) {
    if (strcmp(text, names[k]) != 0) continue;
    *choice = (enum colour_choice)k;
    return true;
  }
  fprintf(stderr, "ffi-shim: --color is auto, always or never\n");
  return false;
}

/** Store one option. @return false with a message if it is wrong. */
static bool apply_option(int option, struct arguments *arguments) {
  switch (option) {
  case 'l':
    arguments->library = optarg;
    return true;
  case 'f':
    arguments->raw.format = optarg;
    return true;
  case 's':
    arguments->raw.shape = optarg;
    return true;
  case 't':
    arguments->raw.strides = optarg;
    return true;
  case 'o':
    arguments->raw.offset = optarg;
    return true;
  case 'c':
    return parse_colour(optarg, &arguments->colour);
  case 'h':
    arguments->help = true;
    return true;
  case 'V':
    arguments->version = true;
    return true;
  default:
    return false;
  }
}

static bool parse_arguments(int argc, char **argv, struct arguments *arguments) {
  static const struct option options[] = {
      {"library", required_argument, NULL, 'l'},
      {"format", required_argument, NULL, 'f'},
      {"shape", required_argument, NULL, 's'},
      {"strides", required_argument, NULL, 't'},
      {"offset", required_argument, NULL, 'o'},
      {"color", required_argument, NULL, 'c'},
      {"help", no_argument, NULL, 'h'},
      {"version", no_argument, NULL, 'V'},
      {NULL, 0, NULL, 0},
  };
  int option;
  while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
    if (!apply_option(option, arguments)) return false;
  }
  arguments->operands = argv + optind;
  return true;
}

static int wrong_usage(void) {
  fprintf(stderr, "Try 'ffi-shim --help'.\n");
  return STATUS_USAGE;
}

static int list_functions(void) {
  int missing = 0;
  for (int k = 0; k < LIBRARY_FUNCTION_COUNT; k++) {
    bool exists = functions[k]->address != NULL;
    missing += !exists;
    printf("%s %s%s\n", functions[k]->name, functions[k]->types, exists ? "" : " missing");
  }
  return missing == 0 ? 0 : STATUS_LIBRARY;
}

static bool start(const char *library) {
  if (!library_open(library) || !functions_prepare()) return false;
  call_Py_Initialize();
  return exporter_start();
}

static int run(const struct arguments *arguments) {
  const char *command = arguments->operands[0];
  if (strcmp(command, "functions") == 0) return list_functions();
  if (strcmp(command, "selftest") == 0) return selftest_run();
  return inspect_file(arguments->operands[1], &arguments->raw, terminal_detect(arguments->colour));
}

/** Whether it is a known command with the operands it takes. */
static bool check_operands(const struct arguments *arguments) {
  char **operands = arguments->operands;
  if (operands[0] == NULL) {
    fprintf(stderr, "ffi-shim: a command is needed\n");
    return false;
  }
  bool inspect = strcmp(operands[0], "inspect") == 0;
  if (!inspect && strcmp(operands[0], "selftest") != 0 && strcmp(operands[0], "functions") != 0) {
    fprintf(stderr, "ffi-shim: unknown command '%s'\n", operands[0]);
    return false;
  }
  if (!inspect && raw_wanted(&arguments->raw)) {
    fprintf(stderr, "ffi-shim: --format, --shape, --strides and --offset belong to inspect\n");
    return false;
  }
  int count = 0;
  while (operands[count] != NULL) count++;
  if (count == (inspect ? 2 : 1)) return true;
  fprintf(stderr, "ffi-shim: %s takes %s\n", operands[0], inspect ? "one file" : "no operands");
  return false;
}

int main(int argc, char **argv) {
  struct arguments arguments = {.colour = COLOUR_AUTO};
  if (!parse_arguments(argc, argv, &arguments)) return wrong_usage();
  if (arguments.help) return fputs(usage, stdout) < 0;
  if (arguments.version) return puts("ffi-shim " PYMV_VERSION) < 0;
  if (!check_operands(&arguments)) return wrong_usage();
  if (!start(arguments.library)) return STATUS_LIBRARY;
  int status = run(&arguments);
  exporter_stop();
  library_close();
  return fflush(stdout) == 0 ? status : STATUS_LIBRARY;
}
