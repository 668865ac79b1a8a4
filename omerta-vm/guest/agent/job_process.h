// What happens in the job's first process between its birth and its program.
#pragma once

#include "network.h"
#include "omerta/v1/agent.pb-c.h"

enum { JOB_USER_ID = 1000 }; // user and group `omerta`

// Gives up every right and becomes the program. Exit code 127 if there is no such program, 126 if it cannot run,
// with a line on the job's standard error.
_Noreturn void job_process_become(const Omerta__V1__Run *run, const struct network *network, const int output[2]);

// The same, but between the two it waits to be told the program, on a socket.
_Noreturn void job_process_await(int orders, const struct network *network, const int output[2]);

// Tells it, at the other end of the socket, and closes that. A process that has ended already is told nothing.
void job_process_tell(int orders, const Omerta__V1__Run *run);
