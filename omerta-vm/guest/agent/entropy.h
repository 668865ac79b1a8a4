// The kernel's random pool.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Credits every bit of the seed and has the kernel take its next random bytes from it: two VMs that came from the
// same template, or that booted alike, share nothing of what they draw from here on.
void entropy_credit(const uint8_t *seed, size_t length);
