#pragma once

#include "conversation/flow.h"
#include "identify/endpoint.h"
#include "identify/names.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace petze {

/// Which addresses of the captures are the phone's.
struct Device {
    std::vector<Address> addresses; // sorted
    bool guessed{};                 // the profile named none: the one that opened most
    bool nameless{};                // whoever had no address yet (0.0.0.0, ::) was the phone

    bool is(Address const& address) const;
};

/// Adds conversations up by who was talked to. Which side is the phone is known from the
/// profile, or guessed at the end from who opened most conversations; therefore totals are kept
/// for each local address until then.
class Endpoints {
public:
    /// Addresses and MAC addresses of the phone, of the profile; others are ignored.
    explicit Endpoints(std::vector<std::string> const& device_addresses);

    /// A conversation that has ended; `dns` is what its destination was called when it began, or
    /// null. Returns the id of the endpoint that it counts to.
    std::string const& add(FlowIdentity const& flow, FlowRecord const& record,
                           Names::Known const* dns, Stamp const& told);
    /// A further name of that endpoint, such as a certificate's.
    void add_name(FlowIdentity const& flow, std::string_view name, std::string_view source,
                  Stamp const& told);

    struct Result {
        Device device;
        std::vector<Endpoint> endpoints; // sorted by id
        std::uint64_t other_devices_flows{};
    };
    /// Ends the counting.
    Result finish();

private:
    using Mac = std::array<std::uint8_t, 6>;
    struct Key {
        Address local;
        std::string id;

        bool operator==(Key const&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(Key const& key) const;
    };

    void learn_device(FlowIdentity const& flow);
    std::optional<Address> busiest() const;
    Device device() const;

    std::set<Address> m_device;
    std::set<Mac> m_device_macs;
    std::set<Mac> m_nameless_macs; // of those that had no address yet
    bool m_given;
    std::unordered_map<Key, Endpoint, KeyHash> m_endpoints;
    std::unordered_map<std::uint64_t, std::vector<EndpointName>> m_names; // of flows not ended
    std::map<Mac, std::set<Address>> m_macs;
};

} // namespace petze
