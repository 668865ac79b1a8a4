// What the job writes: two pipes, read as it comes, numbered across both in the order of reading.
#pragma once

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "channel.h"

enum { OUTPUT_PIPES = 2 };

struct output {
	int read_end[OUTPUT_PIPES]; // stdout, stderr; -1 once it has ended
	int write_end[OUTPUT_PIPES];
	uint64_t sequence; // of the last message sent
};

void output_open(struct output *output);

// The job has its own copies by now; while this process holds one, no pipe ends.
void output_close_write_ends(struct output *output);

// Two entries for poll(): nothing is read while the channel has no room for it.
void output_poll_entries(const struct output *output, const struct channel *channel, struct pollfd *entries);

// Sends what the polled entries have, at most one message each.
void output_pump(struct output *output, struct channel *channel, const struct pollfd *entries);

// Nobody holds a write end any more, and everything written was sent.
bool output_has_ended(const struct output *output);
