// The interface wg0, set up over generic netlink (linux/wireguard.h) as `wg` would.
#pragma once

#include <netinet/in.h>

#include "omerta/v1/agent.pb-c.h"

#define WIREGUARD_INTERFACE "wg0"

// Creates wg0 in the namespace of this process, with one peer that may send from and receive for any IPv4 address.
void wireguard_create(int route_netlink, const Omerta__V1__Vpn *vpn, struct in_addr gateway);

// Moves it; its UDP socket stays where it was created.
void wireguard_move(int route_netlink, int namespace_fd);
