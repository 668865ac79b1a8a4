#include "channel.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "failure.h"

enum {
	HEADER_BYTES = 4,
	OUTPUT_FRAME_MAX = HEADER_BYTES + OUTPUT_DATA_MAX + 64, // 64: sequence, stream, tags and lengths
	CONTROL_ROOM = 8 * 1024,                                // kept for everything that is not output
	PENDING_MAX = 4 * OUTPUT_FRAME_MAX + CONTROL_ROOM,
	OPEN_TIMEOUT_MS = 10 * 1000,
};

static const char PORTS[] = "/sys/class/virtio-ports";

static bool port_has_name(const char *port, const char *name)
{
	char path[300];
	snprintf(path, sizeof path, "%s/%s/name", PORTS, port);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	char line[128] = "";
	ssize_t length = read(fd, line, sizeof line - 1);
	close(fd);
	if (length <= 0)
		return false;
	line[strcspn(line, "\n")] = '\0';
	return strcmp(line, name) == 0;
}

static bool find_port(const char *name, char *path, size_t path_size)
{
	DIR *ports = opendir(PORTS);
	if (!ports)
		return false;
	bool found = false;
	for (struct dirent *entry; !found && (entry = readdir(ports));) {
		found = port_has_name(entry->d_name, name);
		if (found)
			snprintf(path, path_size, "/dev/%s", entry->d_name);
	}
	closedir(ports);
	return found;
}

static bool host_is_connected(int fd)
{
	struct pollfd port = {.fd = fd, .events = POLLIN};
	return poll(&port, 1, 0) >= 0 && !(port.revents & POLLHUP);
}

// The driver creates a port, names it and connects it in three steps, and announces none of them to a process
// that does not listen to uevents: hence the short sleeps.
void channel_open(struct channel *channel, const char *port_name)
{
	char path[300];
	int fd = -1;
	for (int waited = 0; waited < OPEN_TIMEOUT_MS; waited++) {
		if (fd < 0 && find_port(port_name, path, sizeof path))
			fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
		if (fd >= 0 && host_is_connected(fd))
			break;
		usleep(1000);
	}
	if (fd < 0)
		fail("could not open the agent port %s: it did not appear", port_name);
	*channel = (struct channel){.fd = fd, .pending = malloc(PENDING_MAX)};
	if (!channel->pending)
		fail("could not open the agent port: no memory");
}

short channel_events(const struct channel *channel)
{
	return channel->pending_start < channel->pending_end ? POLLIN | POLLOUT : POLLIN;
}

bool channel_has_room_for_output(const struct channel *channel)
{
	size_t used = channel->pending_end - channel->pending_start;
	return used + OUTPUT_FRAME_MAX + CONTROL_ROOM <= PENDING_MAX;
}

void channel_send(struct channel *channel, const Omerta__V1__FromGuest *message)
{
	size_t size = omerta__v1__from_guest__get_packed_size(message);
	size_t used = channel->pending_end - channel->pending_start;
	if (used + HEADER_BYTES + size > PENDING_MAX)
		fail("could not queue a message of %zu bytes: the host reads nothing", size);
	if (channel->pending_end + HEADER_BYTES + size > PENDING_MAX) {
		memmove(channel->pending, channel->pending + channel->pending_start, used);
		channel->pending_start = 0;
		channel->pending_end = used;
	}
	uint8_t *to = channel->pending + channel->pending_end;
	to[0] = (uint8_t)(size >> 24);
	to[1] = (uint8_t)(size >> 16);
	to[2] = (uint8_t)(size >> 8);
	to[3] = (uint8_t)size;
	omerta__v1__from_guest__pack(message, to + HEADER_BYTES);
	channel->pending_end += HEADER_BYTES + size;
	channel_flush(channel);
}

// The port takes at most 32 KiB at a time, and nothing while the host does not read.
void channel_flush(struct channel *channel)
{
	while (channel->pending_start < channel->pending_end) {
		ssize_t written = write(channel->fd, channel->pending + channel->pending_start,
					channel->pending_end - channel->pending_start);
		if (written <= 0)
			return; // EAGAIN, or a host that went away: channel_receive sees the latter
		channel->pending_start += (size_t)written;
	}
	channel->pending_start = channel->pending_end = 0;
}

// Bytes read, or 0 if there are none now.
static size_t read_some(struct channel *channel, uint8_t *to, size_t size, bool *closed)
{
	ssize_t length = read(channel->fd, to, size);
	if (length > 0)
		return (size_t)length;
	// A read of 0 means that the host's end is closed; so does any error but "nothing yet".
	if (length == 0 || (errno != EAGAIN && errno != EINTR))
		*closed = true;
	return 0;
}

static bool receive_header(struct channel *channel, bool *closed)
{
	if (channel->frame)
		return true;
	channel->header_length += read_some(channel, channel->header + channel->header_length,
					    HEADER_BYTES - channel->header_length, closed);
	if (channel->header_length < HEADER_BYTES)
		return false;
	const uint8_t *h = channel->header;
	size_t size = (size_t)h[0] << 24 | (size_t)h[1] << 16 | (size_t)h[2] << 8 | h[3];
	if (size == 0 || size > TO_GUEST_FRAME_MAX)
		fail("could not read a message: its length is %zu bytes", size);
	channel->frame = malloc(size);
	if (!channel->frame)
		fail("could not read a message of %zu bytes: no memory", size);
	channel->frame_size = size;
	channel->frame_length = 0;
	return true;
}

static bool receive_frame(struct channel *channel, bool *closed)
{
	while (channel->frame_length < channel->frame_size) {
		size_t length = read_some(channel, channel->frame + channel->frame_length,
					  channel->frame_size - channel->frame_length, closed);
		if (length == 0)
			return false;
		channel->frame_length += length;
	}
	return true;
}

Omerta__V1__ToGuest *channel_receive(struct channel *channel, bool *closed)
{
	*closed = false;
	if (!receive_header(channel, closed) || !receive_frame(channel, closed))
		return NULL;
	Omerta__V1__ToGuest *message = omerta__v1__to_guest__unpack(NULL, channel->frame_size, channel->frame);
	free(channel->frame);
	channel->frame = NULL;
	channel->header_length = 0;
	if (!message)
		fail("could not read a message: it is malformed");
	return message;
}

void channel_linger(struct channel *channel, int milliseconds)
{
	int64_t deadline = clock_monotonic_ns() + milliseconds * NS_PER_MS;
	for (int64_t left; (left = deadline - clock_monotonic_ns()) > 0;) {
		channel_flush(channel);
		bool unsent = channel->pending_start < channel->pending_end;
		struct pollfd port = {.fd = channel->fd, .events = unsent ? POLLOUT : 0};
		if (poll(&port, 1, (int)(left / NS_PER_MS) + 1) > 0 && (port.revents & (POLLHUP | POLLERR)))
			return;
	}
}
