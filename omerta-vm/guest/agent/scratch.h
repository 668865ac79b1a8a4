// The job's disk: the second block device, as large as the job asked for. The host has written an empty ext4 file
// system on it, with a directory for each place that the job may write to.
//
//   scratch_prepare    opens the disk that is there, and writes nothing but the superblock: a copy of this guest, with a
//                      fresh disk of the same size, finds on it what it remembers
//   scratch_open       opens the job's disk, unless it is one that was prepared for
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define JOB_DIRECTORY "/job"

struct scratch {
	uint64_t bytes; // size of the disk that is open; 0 if none is
	int kernel_log; // where the kernel tells of a disk that fails
};

void scratch_prepare(struct scratch *scratch);

// Waits, not for long, until the device has that size: the host may have changed it just now.
void scratch_open(struct scratch *scratch, uint64_t bytes);

// Nothing more can be written, or no more files created.
bool scratch_is_full(void);

// Whether the disk itself has failed since the last call: what was written to it is lost. To be called whenever
// kernel_log can be read.
bool scratch_has_failed(const struct scratch *scratch);
