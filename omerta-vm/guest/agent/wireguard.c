#include "wireguard.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/wireguard.h>
#include <net/if.h>
#include <string.h>

#include "failure.h"
#include "netlink.h"

enum { PORT = 51820, ALLOWED_MAX = 64, KEEPALIVE_MAX = 65535 };

void wireguard_create(int route_netlink)
{
	struct netlink_request request;
	struct ifinfomsg link = {.ifi_family = AF_UNSPEC};
	netlink_begin(&request, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &link, sizeof link);
	netlink_put_string(&request, IFLA_IFNAME, WIREGUARD_INTERFACE);
	size_t info = netlink_nest_begin(&request, IFLA_LINKINFO);
	netlink_put_string(&request, IFLA_INFO_KIND, "wireguard");
	netlink_nest_end(&request, info);
	netlink_talk(route_netlink, &request, "create " WIREGUARD_INTERFACE);
}

static void put_network(struct netlink_request *request, struct in_addr address, uint8_t prefix_length)
{
	size_t entry = netlink_nest_begin(request, 0);
	netlink_put_u16(request, WGALLOWEDIP_A_FAMILY, AF_INET);
	netlink_put(request, WGALLOWEDIP_A_IPADDR, &address, sizeof address);
	netlink_put(request, WGALLOWEDIP_A_CIDR_MASK, &prefix_length, sizeof prefix_length);
	netlink_nest_end(request, entry);
}

static void put_allowed(struct netlink_request *request, const Omerta__V1__Vpn *vpn)
{
	size_t list = netlink_nest_begin(request, WGPEER_A_ALLOWEDIPS);
	if (vpn->n_allowed == 0)
		put_network(request, (struct in_addr){.s_addr = INADDR_ANY}, 0);
	for (size_t i = 0; i < vpn->n_allowed; i++) {
		const Omerta__V1__Ipv4Network *network = vpn->allowed[i];
		put_network(request, (struct in_addr){.s_addr = htonl(network->address)},
			    (uint8_t)network->prefix_length);
	}
	netlink_nest_end(request, list);
}

static void put_peer(struct netlink_request *request, const Omerta__V1__Vpn *vpn, struct in_addr gateway)
{
	struct sockaddr_in endpoint = {.sin_family = AF_INET, .sin_port = htons(PORT), .sin_addr = gateway};
	size_t list = netlink_nest_begin(request, WGDEVICE_A_PEERS);
	size_t entry = netlink_nest_begin(request, 0);
	netlink_put(request, WGPEER_A_PUBLIC_KEY, vpn->hub_public_key.data, WG_KEY_LEN);
	if (vpn->preshared_key.len != 0)
		netlink_put(request, WGPEER_A_PRESHARED_KEY, vpn->preshared_key.data, WG_KEY_LEN);
	netlink_put(request, WGPEER_A_ENDPOINT, &endpoint, sizeof endpoint);
	netlink_put_u16(request, WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL, (uint16_t)vpn->keepalive_s);
	put_allowed(request, vpn);
	netlink_nest_end(request, entry);
	netlink_nest_end(request, list);
}

static void begin_set_device(const struct wireguard *wireguard, struct netlink_request *request)
{
	struct genlmsghdr command = {.cmd = WG_CMD_SET_DEVICE, .version = WG_GENL_VERSION};
	netlink_begin(request, wireguard->family, 0, &command, sizeof command);
	netlink_put_string(request, WGDEVICE_A_IFNAME, WIREGUARD_INTERFACE);
}

void wireguard_move(int route_netlink, int namespace_fd)
{
	struct netlink_request request;
	struct ifinfomsg link = {.ifi_index = (int)if_nametoindex(WIREGUARD_INTERFACE)};
	netlink_begin(&request, RTM_NEWLINK, 0, &link, sizeof link);
	netlink_put_u32(&request, IFLA_NET_NS_FD, (uint32_t)namespace_fd);
	netlink_talk(route_netlink, &request, "move " WIREGUARD_INTERFACE " to the job");
}

void wireguard_open(struct wireguard *wireguard)
{
	wireguard->netlink = netlink_open(NETLINK_GENERIC);
	wireguard->family = netlink_family(wireguard->netlink, WG_GENL_NAME);
	struct netlink_request request;
	begin_set_device(wireguard, &request);
	netlink_put_u16(&request, WGDEVICE_A_LISTEN_PORT, PORT);
	netlink_talk(wireguard->netlink, &request, "set the port of " WIREGUARD_INTERFACE);
}

void wireguard_set_keys(const struct wireguard *wireguard, const Omerta__V1__Vpn *vpn, struct in_addr gateway)
{
	if (vpn->guest_private_key.len != WG_KEY_LEN || vpn->hub_public_key.len != WG_KEY_LEN ||
	    (vpn->preshared_key.len != 0 && vpn->preshared_key.len != WG_KEY_LEN))
		fail("could not configure the VPN: a key does not have %d bytes", WG_KEY_LEN);
	if (vpn->n_allowed > ALLOWED_MAX || vpn->keepalive_s > KEEPALIVE_MAX)
		fail("could not configure the VPN: more than %d networks, or a keepalive every %u s", ALLOWED_MAX,
		     vpn->keepalive_s);
	for (size_t i = 0; i < vpn->n_allowed; i++)
		if (vpn->allowed[i]->prefix_length > 32)
			fail("could not configure the VPN: a network of %u bits", vpn->allowed[i]->prefix_length);
	struct netlink_request request;
	begin_set_device(wireguard, &request);
	netlink_put(&request, WGDEVICE_A_PRIVATE_KEY, vpn->guest_private_key.data, WG_KEY_LEN);
	put_peer(&request, vpn, gateway);
	netlink_talk(wireguard->netlink, &request, "set the keys of " WIREGUARD_INTERFACE);
	explicit_bzero(&request, sizeof request);
}
