#include "scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "failure.h"

enum {
	CAPACITY_TIMEOUT_MS = 5000,
	SUPERBLOCK_BYTES = 4096, // with what lies before it in its block
	SPARE_BLOCKS = 16, // what a last write may not find although it is counted as free
	LOG_RECORD_MAX = 1024,
};

static const char DEVICE[] = "/dev/vdb";
static const char DIRECTORY[] = "/run/scratch";
static const unsigned long FLAGS = MS_NOSUID | MS_NODEV | MS_NOATIME;

// Nothing of the disk outlives the machine: neither barriers nor the zeroing of inode tables, which are zeros already,
// would do any good, and few jobs need more than a few of the block bitmaps. What is deleted is discarded, so that the
// host has it back.
static const char OPTIONS[] = "discard,nobarrier,noinit_itable,no_prefetch_block_bitmaps,errors=remount-ro";

// Of the file system, and where the job sees them.
static const char *const PLACES[][2] = {{"job", JOB_DIRECTORY}, {"tmp", "/tmp"}, {"var-tmp", "/var/tmp"}};
enum { PLACE_COUNT = sizeof PLACES / sizeof PLACES[0] };

// The kernel prints this for each request that a disk answers with an error (blk_print_req_error).
static const char FAILED_REQUEST[] = "I/O error, dev vdb,";

static uint64_t capacity(int device)
{
	uint64_t bytes;
	if (ioctl(device, BLKGETSIZE64, &bytes) != 0)
		fail("could not tell the size of the disk: %s", strerror(errno));
	return bytes;
}

static int open_device(int flags)
{
	int device = open(DEVICE, flags | O_CLOEXEC);
	if (device < 0)
		fail("could not open the disk: %s", strerror(errno));
	return device;
}

static void await_capacity(uint64_t bytes)
{
	int device = open_device(O_RDONLY);
	for (int waited = 0; capacity(device) != bytes; waited++) {
		if (waited == CAPACITY_TIMEOUT_MS)
			fail("could not use the disk: it has %llu bytes, not %llu", (unsigned long long)capacity(device),
			     (unsigned long long)bytes);
		usleep(1000);
	}
	close(device);
}

static void mount_places(void)
{
	if (mount(DEVICE, DIRECTORY, "ext4", FLAGS, OPTIONS) != 0 || chdir(DIRECTORY) != 0)
		fail("could not mount the disk: %s", strerror(errno));
	for (int i = 0; i < PLACE_COUNT; i++)
		if (mount(PLACES[i][0], PLACES[i][1], NULL, MS_BIND, NULL) != 0)
			fail("could not mount the disk on %s: %s", PLACES[i][1], strerror(errno));
	if (chdir("/") != 0)
		fail("could not leave the disk: %s", strerror(errno));
}

// Of a disk that is not there any more, but another one is. Unmounting writes the superblock of the former over that of the
// latter, which is therefore put back. With the last descriptor, the kernel forgets what it has read of the device.
static void unmount_places(void)
{
	_Alignas(SUPERBLOCK_BYTES) char superblock[SUPERBLOCK_BYTES];
	int device = open_device(O_RDWR | O_DIRECT);
	if (pread(device, superblock, sizeof superblock, 0) != sizeof superblock)
		fail("could not read the disk: %s", strerror(errno));
	for (int i = 0; i < PLACE_COUNT; i++)
		if (umount(PLACES[i][1]) != 0)
			fail("could not unmount %s: %s", PLACES[i][1], strerror(errno));
	if (umount(DIRECTORY) != 0)
		fail("could not unmount the disk: %s", strerror(errno));
	if (pwrite(device, superblock, sizeof superblock, 0) != sizeof superblock)
		fail("could not write to the disk: %s", strerror(errno));
	close(device);
}

static int open_kernel_log(void)
{
	int log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (log < 0 || lseek(log, 0, SEEK_END) < 0)
		fail("could not open the kernel's log: %s", strerror(errno));
	return log;
}

static void open_disk(struct scratch *scratch, uint64_t bytes)
{
	mount_places();
	scratch->kernel_log = open_kernel_log();
	scratch->bytes = bytes;
}

void scratch_prepare(struct scratch *scratch)
{
	if (scratch->bytes != 0) // a clone of a guest that was prepared
		return;
	int device = open_device(O_RDONLY);
	uint64_t bytes = capacity(device);
	close(device);
	open_disk(scratch, bytes);
	sync();
}

void scratch_open(struct scratch *scratch, uint64_t bytes)
{
	if (scratch->bytes == bytes)
		return;
	if (scratch->bytes != 0) {
		unmount_places();
		close(scratch->kernel_log);
	}
	await_capacity(bytes);
	open_disk(scratch, bytes);
}

bool scratch_is_full(void)
{
	struct statfs disk;
	return statfs(DIRECTORY, &disk) == 0 && (disk.f_bavail < SPARE_BLOCKS || disk.f_ffree == 0);
}

bool scratch_has_failed(const struct scratch *scratch)
{
	char record[LOG_RECORD_MAX];
	bool failed = false;
	for (;;) {
		ssize_t length = read(scratch->kernel_log, record, sizeof record - 1);
		if (length < 0 && errno == EPIPE) // records were overwritten before they were read; the next one is there
			continue;
		if (length <= 0)
			return failed;
		record[length] = '\0';
		failed = failed || strstr(record, FAILED_REQUEST) != NULL;
	}
}
