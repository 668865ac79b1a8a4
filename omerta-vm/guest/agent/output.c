#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "failure.h"

void output_open(struct output *output)
{
	output->sequence = 0;
	for (int i = 0; i < OUTPUT_PIPES; i++) {
		int ends[2];
		if (pipe2(ends, O_CLOEXEC) != 0)
			fail("could not create a pipe: %s", strerror(errno));
		// The read end only: for the job a full pipe blocks, as any pipe does.
		fcntl(ends[0], F_SETFL, O_NONBLOCK);
		output->read_end[i] = ends[0];
		output->write_end[i] = ends[1];
	}
}

void output_close_write_ends(struct output *output)
{
	for (int i = 0; i < OUTPUT_PIPES; i++) {
		close(output->write_end[i]);
		output->write_end[i] = -1;
	}
}

void output_poll_entries(const struct output *output, const struct channel *channel, struct pollfd *entries)
{
	bool room = channel_has_room_for_output(channel);
	for (int i = 0; i < OUTPUT_PIPES; i++) // poll() skips entries with a negative descriptor
		entries[i] = (struct pollfd){.fd = room ? output->read_end[i] : -1, .events = POLLIN};
}

static void send_output(struct output *output, struct channel *channel, int pipe, uint8_t *data, size_t length)
{
	Omerta__V1__Output chunk = OMERTA__V1__OUTPUT__INIT;
	chunk.sequence = ++output->sequence;
	chunk.stream = pipe == 0 ? OMERTA__V1__OUTPUT_STREAM__OUTPUT_STREAM_STDOUT
				 : OMERTA__V1__OUTPUT_STREAM__OUTPUT_STREAM_STDERR;
	chunk.data = (ProtobufCBinaryData){.len = length, .data = data};
	Omerta__V1__FromGuest message = OMERTA__V1__FROM_GUEST__INIT;
	message.message_case = OMERTA__V1__FROM_GUEST__MESSAGE_OUTPUT;
	message.output = &chunk;
	channel_send(channel, &message);
}

static void pump_one(struct output *output, struct channel *channel, int pipe)
{
	static uint8_t buffer[OUTPUT_DATA_MAX];
	ssize_t length = read(output->read_end[pipe], buffer, sizeof buffer);
	if (length > 0) {
		send_output(output, channel, pipe, buffer, (size_t)length);
	} else if (length == 0) {
		close(output->read_end[pipe]);
		output->read_end[pipe] = -1;
	}
}

void output_pump(struct output *output, struct channel *channel, const struct pollfd *entries)
{
	for (int i = 0; i < OUTPUT_PIPES; i++)
		if (entries[i].fd >= 0 && entries[i].revents != 0 && channel_has_room_for_output(channel))
			pump_one(output, channel, i);
}

bool output_has_ended(const struct output *output)
{
	return output->read_end[0] < 0 && output->read_end[1] < 0;
}
