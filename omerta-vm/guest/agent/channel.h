// The agent's end of the virtio-serial port: frames of a 4-byte big-endian length and a message.
//
// Nothing here blocks. What is to be sent waits in a bounded buffer; who produces output asks
// channel_has_room_for_output() first, so that a host that does not read stops the job's pipes and nothing else.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "omerta/v1/agent.pb-c.h"

enum {
	OUTPUT_DATA_MAX = 64 * 1024,          // bytes of one Output
	TO_GUEST_FRAME_MAX = 24 * 1024 * 1024 // what agent.proto allows the host
};

struct channel {
	int fd;

	uint8_t *pending; // not yet accepted by the port: [pending_start, pending_end)
	size_t pending_start;
	size_t pending_end;

	uint8_t header[4]; // of the frame being received
	size_t header_length;
	uint8_t *frame; // NULL between frames
	size_t frame_size;
	size_t frame_length;
};

// Opens the port of that name, waiting until the host's end is there. Fails (see failure.h) after 10 s.
void channel_open(struct channel *channel, const char *port_name);

// poll() events that the channel waits for.
short channel_events(const struct channel *channel);

// Queues a message that fits the room kept for messages without output.
void channel_send(struct channel *channel, const Omerta__V1__FromGuest *message);

bool channel_has_room_for_output(const struct channel *channel);

// Hands as much to the port as it takes now.
void channel_flush(struct channel *channel);

// The next whole message, or NULL if none has arrived yet. Sets *closed when the host's end is gone.
// The caller frees the message with omerta__v1__to_guest__free_unpacked.
Omerta__V1__ToGuest *channel_receive(struct channel *channel, bool *closed);

// Waits until the host has closed its end, flushing, but not longer than that.
void channel_linger(struct channel *channel, int milliseconds);
