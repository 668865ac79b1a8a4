// The interface wg0, set up over generic netlink (linux/wireguard.h) as `wg` would.
#pragma once

#include <netinet/in.h>
#include <stdint.h>

#include "omerta/v1/agent.pb-c.h"

#define WIREGUARD_INTERFACE "wg0"

struct wireguard {
	int netlink; // generic, in the namespace of wg0
	uint16_t family;
};

// Creates wg0 in the namespace of that socket, without keys or peers.
void wireguard_create(int route_netlink);

// Moves it, from the namespace of this process; its UDP socket stays where it was created.
void wireguard_move(int route_netlink, int namespace_fd);

// In the namespace where wg0 is by now, which is that of this process. Sets its port.
void wireguard_open(struct wireguard *wireguard);

// Gives it its key and one peer, with what that may send from and receive for: every IPv4 address if nothing is named.
void wireguard_set_keys(const struct wireguard *wireguard, const Omerta__V1__Vpn *vpn, struct in_addr gateway);
