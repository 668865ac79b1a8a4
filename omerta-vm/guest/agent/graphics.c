#include "graphics.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "failure.h"
#include "module.h"

#define DRIVERS "/usr/lib/omerta/drivers"
#define BUS "/sys/bus/pci/devices"

enum { CARDS = 16, WARNINGS = 32 };
enum { NAME_MAX_BYTES = 64, ALIAS_MAX_BYTES = 128, REASON_MAX_BYTES = 256, LINE_MAX_BYTES = 400 };
enum { LOG_RECORD_MAX = 8192, LOG_LEVEL_MASK = 7, LOG_LEVEL_ERROR = 3, LOG_LEVEL_WARNING = 4 };
enum { HEX_PREFIX = 2 }; // of "0x1002"

struct card {
	char device[NAME_MAX_BYTES]; // its address on the bus, as the kernel names it
	char driver[NAME_MAX_BYTES]; // the last one that was loaded for it; empty: none
};

struct warnings {
	char lines[WARNINGS][REASON_MAX_BYTES];
	size_t n;
};

static void add_problem(struct graphics *graphics, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add_problem(struct graphics *graphics, const char *format, ...)
{
	char line[LINE_MAX_BYTES];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(line, sizeof line, format, arguments);
	va_end(arguments);
	log_to_kernel(LOG_LEVEL_ERROR, line);
	char *copy = graphics->n_problems < GRAPHICS_PROBLEMS ? strdup(line) : NULL;
	if (copy)
		graphics->problems[graphics->n_problems++] = copy;
}

// The first line of a device's file; empty when it cannot be read.
static void read_attribute(const char *device, const char *name, char *value, size_t size)
{
	char path[sizeof BUS + 2 * NAME_MAX_BYTES];
	snprintf(path, sizeof path, BUS "/%.63s/%s", device, name);
	memset(value, 0, size);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	ssize_t length = read(fd, value, size - 1);
	close(fd);
	if (length < 0)
		return;
	value[strcspn(value, "\n")] = '\0';
}

// Display controllers, and accelerators that show nothing (PCI Code and ID Assignment 1.11, sections 1.4 and 1.19).
static bool is_card(const char *device)
{
	char class[16];
	read_attribute(device, "class", class, sizeof class);
	return strncmp(class, "0x03", 4) == 0 || strncmp(class, "0x12", 4) == 0;
}

// A driver registers what it drives under "drm" of the card, or of a virtio device on the card's own bus.
static bool is_driven(const char *device)
{
	char path[sizeof BUS + 2 * NAME_MAX_BYTES + 8];
	snprintf(path, sizeof path, BUS "/%.63s", device);
	DIR *directory = opendir(path);
	bool driven = false;
	for (struct dirent *entry; directory && !driven && (entry = readdir(directory));) {
		snprintf(path, sizeof path, "%.63s/drm", entry->d_name);
		driven = strcmp(entry->d_name, "drm") == 0 ||
			 (strncmp(entry->d_name, "virtio", 6) == 0 && faccessat(dirfd(directory), path, F_OK, 0) == 0);
	}
	if (directory)
		closedir(directory);
	return driven;
}

static int open_kernel_log(void)
{
	int log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (log >= 0)
		lseek(log, 0, SEEK_END);
	return log;
}

// What the kernel warned of since its log was opened.
static void read_warnings(struct warnings *warnings, int log)
{
	char record[LOG_RECORD_MAX];
	warnings->n = 0;
	while (warnings->n < WARNINGS) {
		ssize_t length = read(log, record, sizeof record - 1);
		if (length < 0 && errno == EPIPE) // lines that are lost already
			continue;
		if (length <= 0)
			return;
		record[length] = '\0';
		const char *text = strchr(record, ';'); // before it: level and facility, number, time
		if (!text || (strtol(record, NULL, 10) & LOG_LEVEL_MASK) > LOG_LEVEL_WARNING)
			continue;
		int end = (int)strcspn(text + 1, "\n");
		snprintf(warnings->lines[warnings->n++], REASON_MAX_BYTES, "%.*s", end, text + 1);
	}
}

// The first one about the card, else the first: the others mostly follow from it.
static const char *choose_warning(const struct warnings *warnings, const char *card)
{
	for (size_t i = 0; i < warnings->n; i++)
		if (strstr(warnings->lines[i], card))
			return warnings->lines[i];
	return warnings->n > 0 ? warnings->lines[0] : "the kernel does not say why";
}

static void load_driver(struct graphics *graphics, const char *driver)
{
	char path[sizeof DRIVERS + 2 * NAME_MAX_BYTES], name[NAME_MAX_BYTES] = "";
	snprintf(path, sizeof path, DRIVERS "/%s.order", driver);
	FILE *list = fopen(path, "re");
	bool loaded = list != NULL;
	while (loaded && fscanf(list, "%63s", name) == 1) {
		snprintf(path, sizeof path, DRIVERS "/%s", name);
		loaded = module_load(path) || errno == EEXIST; // drivers have modules in common
	}
	if (!loaded)
		add_problem(graphics, "could not load %s of the driver %s: %s", name, driver, strerror(errno));
	if (list)
		fclose(list);
}

// "*" is anything, and nothing else in a pattern is special. The C library's fnmatch would bring its locales along.
static bool matches(const char *pattern, const char *text)
{
	for (; *pattern && *pattern != '*'; pattern++, text++)
		if (*pattern != *text)
			return false;
	if (!*pattern)
		return !*text;
	for (;; text++) {
		if (matches(pattern + 1, text))
			return true;
		if (!*text)
			return false;
	}
}

// Loads every driver that is for the card, for some cards have an old one and a new one.
static void load_drivers(struct graphics *graphics, struct card *card, FILE *table)
{
	char pattern[ALIAS_MAX_BYTES], driver[NAME_MAX_BYTES], alias[ALIAS_MAX_BYTES];
	read_attribute(card->device, "modalias", alias, sizeof alias);
	rewind(table);
	while (fscanf(table, "%127s %63s", pattern, driver) == 2) {
		if (strcmp(driver, card->driver) == 0 || !matches(pattern, alias))
			continue;
		strcpy(card->driver, driver);
		load_driver(graphics, driver);
	}
}

static void check(struct graphics *graphics, const struct card *card, const struct warnings *warnings)
{
	char vendor[16], product[16];
	if (is_driven(card->device))
		return;
	read_attribute(card->device, "vendor", vendor, sizeof vendor);
	read_attribute(card->device, "device", product, sizeof product);
	if (card->driver[0])
		add_problem(graphics, "the driver %s did not take the graphics card %s:%s: %s", card->driver,
			    vendor + HEX_PREFIX, product + HEX_PREFIX, choose_warning(warnings, card->device));
	else
		add_problem(graphics, "the image has no driver for the graphics card %s:%s", vendor + HEX_PREFIX,
			    product + HEX_PREFIX);
}

static size_t find_cards(struct card cards[CARDS])
{
	size_t n = 0;
	DIR *bus = opendir(BUS);
	for (struct dirent *entry; bus && n < CARDS && (entry = readdir(bus));)
		if (entry->d_name[0] != '.' && is_card(entry->d_name))
			snprintf(cards[n++].device, NAME_MAX_BYTES, "%.63s", entry->d_name);
	if (bus)
		closedir(bus);
	return n;
}

// The kernel makes the devices for root alone. The machine has one job, and the cards are lent to it.
static void open_to_the_job(void)
{
	const mode_t everybody = 0666;
	DIR *directory = opendir("/dev/dri");
	for (struct dirent *entry; directory && (entry = readdir(directory));)
		if (entry->d_name[0] != '.')
			fchmodat(dirfd(directory), entry->d_name, everybody, 0);
	if (directory)
		closedir(directory);
	chmod("/dev/kfd", everybody); // only amdgpu has it
}

void graphics_start(struct graphics *graphics)
{
	FILE *table = fopen(DRIVERS "/cards", "re");
	if (!table)
		return;
	struct card cards[CARDS] = {0};
	size_t n_cards = find_cards(cards);
	int log = open_kernel_log();
	for (size_t i = 0; i < n_cards; i++)
		load_drivers(graphics, &cards[i], table);
	static struct warnings warnings;
	read_warnings(&warnings, log);
	for (size_t i = 0; i < n_cards; i++)
		check(graphics, &cards[i], &warnings);
	if (log >= 0)
		close(log);
	fclose(table);
	open_to_the_job();
}
