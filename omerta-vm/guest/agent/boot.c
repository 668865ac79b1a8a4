#include "boot.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "failure.h"
#include "module.h"

enum { DEVICE_TIMEOUT_MS = 5000 };

static const char MODULE_LIST[] = "/modules/order";

#ifdef OMERTA_TEST_ROOT
static const unsigned long ROOT_FLAGS = MS_RDONLY | MS_NODEV; // as-root is setuid
#else
static const unsigned long ROOT_FLAGS = MS_RDONLY | MS_NODEV | MS_NOSUID;
#endif
static const unsigned long DATA_FLAGS = MS_NOSUID | MS_NODEV;

// The list holds one file name a line, dependencies first: this program need not know what depends on what.
void boot_load_modules(void)
{
	FILE *list = fopen(MODULE_LIST, "re");
	if (!list)
		fail("could not read the list of kernel modules: %s", strerror(errno));
	char name[64];
	while (fscanf(list, "%63s", name) == 1) {
		char path[96];
		snprintf(path, sizeof path, "/modules/%s", name);
		if (!module_load(path))
			fail("could not load the kernel module %s: %s", name, strerror(errno));
		unlink(path); // the initramfs is memory
	}
	fclose(list);
}

static void mount_on(const char *directory, const char *type, unsigned long flags, const char *options)
{
	if (mount(type, directory, type, flags, options) != 0)
		fail("could not mount %s on %s: %s", type, directory, strerror(errno));
}

static void mount_image(const char *directory)
{
	for (int waited = 0; mount("/dev/vda", directory, "squashfs", ROOT_FLAGS, NULL) != 0; waited++) {
		if ((errno != ENOENT && errno != ENXIO) || waited == DEVICE_TIMEOUT_MS)
			fail("could not mount the image: %s", strerror(errno));
		usleep(1000);
	}
}

static void link_descriptors(void)
{
	const char *links[][2] = {{"/proc/self/fd", "/dev/fd"},
				  {"/proc/self/fd/0", "/dev/stdin"},
				  {"/proc/self/fd/1", "/dev/stdout"},
				  {"/proc/self/fd/2", "/dev/stderr"}};
	for (size_t i = 0; i < sizeof links / sizeof links[0]; i++)
		if (symlink(links[i][0], links[i][1]) != 0)
			fail("could not create %s: %s", links[i][1], strerror(errno));
}

void boot_enter_root(void)
{
	mount_image("/root");
	if (mount("/dev", "/root/dev", NULL, MS_MOVE, NULL) != 0 || chdir("/root") != 0 ||
	    mount(".", "/", NULL, MS_MOVE, NULL) != 0 || chroot(".") != 0 || chdir("/") != 0)
		fail("could not enter the image: %s", strerror(errno));

	mount_on("/proc", "proc", DATA_FLAGS | MS_NOEXEC, "hidepid=invisible");
	mount_on("/sys", "sysfs", DATA_FLAGS | MS_NOEXEC | MS_RDONLY, NULL);
	mount_on("/sys/fs/cgroup", "cgroup2", DATA_FLAGS | MS_NOEXEC, NULL);
	mount_on("/run", "tmpfs", DATA_FLAGS, "mode=0755,size=4m");
	if (mkdir("/dev/pts", 0755) != 0 || mkdir("/dev/shm", 0755) != 0 || mkdir("/run/scratch", 0711) != 0)
		fail("could not create the mount points: %s", strerror(errno));
	mount_on("/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, "mode=0600,ptmxmode=0666");
	mount_on("/dev/shm", "tmpfs", DATA_FLAGS, "mode=1777");
	link_descriptors();
}
