/**
 * C++ of a second, tiny addon that is loaded before the binding. TensorFlow 2.19 and later write a note about
 * oneDNN to standard error while they are being loaded and do not heed TF_CPP_MIN_LOG_LEVEL then. So the smaller
 * library is loaded with standard error closed for these milliseconds, and its switch is set. The switch's name
 * holds a version of Abseil, so it is looked up: with another TensorFlow it is absent, and nothing more happens.
 */
export const QUIET_SOURCE = `
#include <cstdlib>
#include <dlfcn.h>
#include <fcntl.h>
#include <node_api.h>
#include <unistd.h>

static void *load_quietly() {
  const int before = dup(STDERR_FILENO);
  const int nowhere = open("/dev/null", O_WRONLY);
  dup2(nowhere, STDERR_FILENO);
  void *library = dlopen(FRAMEWORK, RTLD_NOW); // if it cannot be, loading the binding says why
  dup2(before, STDERR_FILENO);
  close(nowhere);
  close(before);
  return library;
}

NAPI_MODULE_INIT() {
  const char *wanted = std::getenv("TF_CPP_MIN_LOG_LEVEL");
  const int level = wanted == nullptr ? 2 : std::atoi(wanted); // 2: errors only
  void *library = level > 0 ? load_quietly() : nullptr;
  if (library == nullptr) return exports;
  // void absl::SetMinLogLevel(absl::LogSeverityAtLeast), as TensorFlow 2.21 has it
  void *set = dlsym(library, "_ZN4absl12lts_2025081414SetMinLogLevelENS0_18LogSeverityAtLeastE");
  if (set != nullptr) reinterpret_cast<void (*)(int)>(set)(level);
  return exports;
}
`;
