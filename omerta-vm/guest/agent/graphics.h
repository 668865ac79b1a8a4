// Graphics cards that the host has put on the guest's bus, in an image that has drivers for them.
#pragma once

#include <stddef.h>

enum { GRAPHICS_PROBLEMS = 8 };

// What keeps cards from being used, a line each. Zeroed: nothing does.
struct graphics {
	char *problems[GRAPHICS_PROBLEMS];
	size_t n_problems;
};

// Loads the drivers of the cards that are there and lets the job use their devices. A card that cannot be used is told in
// problems and in the kernel's log; the machine goes on without it. Does nothing in an image without drivers.
void graphics_start(struct graphics *graphics);
