// From the initramfs to a machine that can run a job.
#pragma once

// Loads the kernel modules listed in the initramfs, in the order of the list.
void boot_load_modules(void);

// Makes the squashfs image the root of this process and mounts everything below it but the job's disk.
void boot_enter_root(void);
