// Programs that run before there is a job, for what they leave in the page cache.
#pragma once

#include "network.h"
#include "omerta/v1/agent.pb-c.h"

// Runs the program as a job would run, but without output and limits, and waits until it has ended, for 30 s at most.
// How it ends does not matter.
void rehearse(const Omerta__V1__Program *program, const struct network *network);
