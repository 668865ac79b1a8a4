// Kernel modules.
#pragma once

#include <stdbool.h>

// Loads a module from its file. False if the kernel refuses, and errno says why; EEXIST when it is loaded already.
bool module_load(const char *path);
