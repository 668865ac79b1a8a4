#include "network.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "failure.h"
#include "netlink.h"

static const char ETH0[] = "eth0";
static const char ETH0_ADDRESS[] = "169.254.77.2";
static const int ETH0_PREFIX = 30;
static const char GATEWAY_ADDRESS[] = "169.254.77.1";
enum { MTU_MIN = 1280, MTU_MAX = 1420, MTU_USUAL = 1408 }; // of wg0
enum { MAC_BYTES = 6, MAC_KIND = 3, MAC_UNICAST_LOCAL = 2 }; // of the first byte: the bits for multicast and local
static const uint8_t GATEWAY_MAC[MAC_BYTES] = {0x02, 0x00, 0x00, 0x77, 0x00, 0x01};

static const char HOSTS_FILE[] = "/run/hosts"; // their namesakes in /etc link here
static const char HOST_NAME_FILE[] = "/run/hostname";
static const char RESOLVER_FILE[] = "/run/resolv.conf";

static int open_namespace(void)
{
	int fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		fail("could not open a network namespace: %s", strerror(errno));
	return fd;
}

static void enter_namespace(int fd)
{
	if (setns(fd, CLONE_NEWNET) != 0)
		fail("could not enter a network namespace: %s", strerror(errno));
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "we");
	bool written = file && fputs(text, file) >= 0;
	if (!file || fclose(file) != 0 || !written)
		fail("could not write %s: %s", path, strerror(errno));
}

// Neither router solicitations nor neighbour discovery nor multicast listener reports, on no interface that is yet
// to come. Where the kernel has no IPv6 there is nothing to switch off.
static void silence_ipv6(void)
{
	static const char *const switches[] = {"/proc/sys/net/ipv6/conf/all/disable_ipv6",
					       "/proc/sys/net/ipv6/conf/default/disable_ipv6"};
	for (size_t i = 0; i < sizeof switches / sizeof switches[0]; i++)
		if (access(switches[i], F_OK) == 0)
			write_file(switches[i], "1");
}

int network_enter_job_namespace(const struct network *network)
{
	return setns(network->job_namespace, CLONE_NEWNET);
}

static struct in_addr parse_address(const char *text)
{
	struct in_addr address;
	if (inet_pton(AF_INET, text, &address) != 1)
		fail("could not configure the network: %.64s is not an IPv4 address", text);
	return address;
}

static void set_link(int netlink, unsigned index, unsigned flags, unsigned mask, uint32_t mtu)
{
	struct netlink_request request;
	struct ifinfomsg link = {.ifi_index = (int)index, .ifi_flags = flags, .ifi_change = mask};
	netlink_begin(&request, RTM_NEWLINK, 0, &link, sizeof link);
	if (mtu != 0)
		netlink_put_u32(&request, IFLA_MTU, mtu);
	netlink_talk(netlink, &request, "set up an interface");
}

static void add_address(int netlink, unsigned index, struct in_addr address, int prefix)
{
	struct netlink_request request;
	struct ifaddrmsg fixed = {.ifa_family = AF_INET, .ifa_prefixlen = (uint8_t)prefix, .ifa_index = index};
	netlink_begin(&request, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, &fixed, sizeof fixed);
	netlink_put(&request, IFA_LOCAL, &address, sizeof address);
	netlink_put(&request, IFA_ADDRESS, &address, sizeof address);
	netlink_talk(netlink, &request, "add an address");
}

static void add_gateway_neighbour(int netlink, unsigned index)
{
	struct netlink_request request;
	struct ndmsg neighbour = {.ndm_family = AF_INET, .ndm_ifindex = (int)index, .ndm_state = NUD_PERMANENT};
	struct in_addr gateway = parse_address(GATEWAY_ADDRESS);
	netlink_begin(&request, RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE, &neighbour, sizeof neighbour);
	netlink_put(&request, NDA_DST, &gateway, sizeof gateway);
	netlink_put(&request, NDA_LLADDR, GATEWAY_MAC, sizeof GATEWAY_MAC);
	netlink_talk(netlink, &request, "add the gateway's neighbour entry");
}

static void add_default_route(int netlink, unsigned index)
{
	struct netlink_request request;
	struct rtmsg route = {
		.rtm_family = AF_INET,
		.rtm_table = RT_TABLE_MAIN,
		.rtm_protocol = RTPROT_STATIC,
		.rtm_scope = RT_SCOPE_LINK,
		.rtm_type = RTN_UNICAST,
	};
	netlink_begin(&request, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, &route, sizeof route);
	netlink_put_u32(&request, RTA_OIF, index);
	netlink_talk(netlink, &request, "add the default route");
}

// Frames must leave whole: with these on, the kernel hands down checksums to be completed and segments to be cut by
// a device that is not there. A driver without the feature says so, and then there is nothing to switch off.
static void stop_offloads(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	static const uint32_t commands[] = {ETHTOOL_STSO, ETHTOOL_SGSO, ETHTOOL_STXCSUM};
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
		struct ethtool_value off = {.cmd = commands[i]};
		struct ifreq request = {.ifr_data = (char *)&off};
		strcpy(request.ifr_name, ETH0);
		if (fd < 0 || (ioctl(fd, SIOCETHTOOL, &request) != 0 && errno != EOPNOTSUPP))
			fail("could not switch off offloads of %s: %s", ETH0, strerror(errno));
	}
	close(fd);
}

// Guests that were cloned from one have its address until they are told their own.
static void set_mac_address(int netlink, unsigned index, const ProtobufCBinaryData *address)
{
	if (address->len != MAC_BYTES || (address->data[0] & MAC_KIND) != MAC_UNICAST_LOCAL)
		fail("could not configure the network: the MAC address is not a local one of %d bytes", MAC_BYTES);
	struct netlink_request request;
	struct ifinfomsg link = {.ifi_index = (int)index};
	netlink_begin(&request, RTM_NEWLINK, 0, &link, sizeof link);
	netlink_put(&request, IFLA_ADDRESS, address->data, address->len);
	netlink_talk(netlink, &request, "set the MAC address");
}

static unsigned index_of(const char *name)
{
	unsigned index = if_nametoindex(name);
	if (index == 0)
		fail("could not find %s", name);
	return index;
}

static void prepare_eth0(struct network *network)
{
	network->eth0 = index_of(ETH0);
	stop_offloads();
	// No ARP and no multicast before it goes up: then nothing but WireGuard ever has a reason to send here.
	set_link(network->link_netlink, network->eth0, IFF_NOARP, IFF_NOARP | IFF_MULTICAST, 0);
	add_address(network->link_netlink, network->eth0, parse_address(ETH0_ADDRESS), ETH0_PREFIX);
	set_link(network->link_netlink, network->eth0, IFF_UP, IFF_UP, 0);
}

// In the job's namespace.
static void prepare_wg0(struct network *network)
{
	wireguard_open(&network->wireguard);
	network->wg0 = index_of(WIREGUARD_INTERFACE);
	network->wg0_mtu = MTU_USUAL;
	set_link(network->job_netlink, network->wg0, IFF_UP, IFF_UP, network->wg0_mtu);
	add_default_route(network->job_netlink, network->wg0);
}

void network_prepare(struct network *network)
{
	silence_ipv6();
	network->link_namespace = open_namespace();
	network->link_netlink = netlink_open(NETLINK_ROUTE);
	prepare_eth0(network);
	wireguard_create(network->link_netlink);

	if (unshare(CLONE_NEWNET) != 0)
		fail("could not create the job's network namespace: %s", strerror(errno));
	network->job_namespace = open_namespace();
	network->job_netlink = netlink_open(NETLINK_ROUTE);
	set_link(network->job_netlink, index_of("lo"), IFF_UP, IFF_UP, 0);
	enter_namespace(network->link_namespace);
	wireguard_move(network->link_netlink, network->job_namespace);

	enter_namespace(network->job_namespace);
	prepare_wg0(network);
	enter_namespace(network->link_namespace);
}

// With the address goes what it knew of its neighbours.
static void configure_eth0(const struct network *network, const ProtobufCBinaryData *mac_address)
{
	set_mac_address(network->link_netlink, network->eth0, mac_address);
	add_gateway_neighbour(network->link_netlink, network->eth0);
}

static void configure_wg0(const struct network *network, const Omerta__V1__Vpn *vpn)
{
	if (vpn->mtu < MTU_MIN || vpn->mtu > MTU_MAX)
		fail("could not configure the VPN: an MTU of %u is not within %d and %d", vpn->mtu, MTU_MIN, MTU_MAX);
	wireguard_set_keys(&network->wireguard, vpn, parse_address(GATEWAY_ADDRESS));
	add_address(network->job_netlink, network->wg0, parse_address(vpn->guest_address), 32);
	if (vpn->mtu != network->wg0_mtu)
		set_link(network->job_netlink, network->wg0, 0, 0, vpn->mtu);
}

static void name_hosts(const char *hub_address)
{
	char host_name[65] = "";
	gethostname(host_name, sizeof host_name - 1);
	char text[300];
	snprintf(text, sizeof text, "127.0.0.1 localhost\n127.0.1.1 %s\n%s requester\n", host_name, hub_address);
	write_file(HOSTS_FILE, text);
	snprintf(text, sizeof text, "%s\n", host_name);
	write_file(HOST_NAME_FILE, text);
	snprintf(text, sizeof text, "nameserver %s\noptions timeout:2 attempts:2\n", hub_address);
	write_file(RESOLVER_FILE, text);
}

void network_configure(const struct network *network, const ProtobufCBinaryData *mac_address, const Omerta__V1__Vpn *vpn)
{
	parse_address(vpn->hub_address);
	configure_eth0(network, mac_address);
	configure_wg0(network, vpn);
	name_hosts(vpn->hub_address);
}
