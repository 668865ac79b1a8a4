// From the initramfs to a machine that can run a job.
#pragma once

// Where the job may write. One tmpfs holds all of it, so that one size bounds all of it.
#define SCRATCH_DIRECTORY "/run/scratch"
#define JOB_DIRECTORY "/job"

// Loads the kernel modules listed in the initramfs, in the order of the list.
void boot_load_modules(void);

// Makes the squashfs image the root of this process and mounts everything below it.
void boot_enter_root(void);

// Bounds the writable file system; its free space and inodes are the job's disk.
void boot_limit_scratch(unsigned long long bytes);
