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

/// What a conversation counts to: a name, else an address.
struct EndpointId {
    std::string_view name;
    Address address; // where there is no name

    /// As Endpoint::id has it.
    std::string text() const { return name.empty() ? address.text() : std::string{name}; }
    bool operator==(EndpointId const&) const = default;
};

/// Adds conversations up by who was talked to. Which side is the phone is known from the
/// profile, or guessed at the end from who opened most conversations; therefore totals are kept
/// for each local address until then. Millions are counted: what is kept of each is small.
class Endpoints {
public:
    /// Whether each endpoint is to be told, or only how much there was in all.
    enum class Detail { endpoints, totals_alone };

    /// Addresses and MAC addresses of the phone, of the profile; others are ignored.
    explicit Endpoints(std::vector<std::string> const& device_addresses,
                       Detail detail = Detail::endpoints);

    /// A conversation that has ended; `dns` is what its destination was called when it began, or
    /// null; that name outlives this. The id returned is valid as long as this lives.
    EndpointId add(FlowIdentity const& flow, FlowRecord const& record, Names::Known const* dns,
                   Stamp const& told);
    /// A further name of that endpoint, such as a certificate's; `source` is a literal.
    void add_name(FlowIdentity const& flow, std::string_view name, std::string_view source,
                  Stamp const& told);
    /// What that endpoint's certificate says, with the packet that told it.
    void add_certificate(FlowIdentity const& flow, EndpointCertificate certificate);
    /// A request in that conversation was for another host than the one it was opened for.
    void add_other_host(FlowIdentity const& flow, OtherHost const& other);
    /// Somebody at this address sent what the profile holds: where no address was given, that is
    /// the phone, however little it spoke.
    void add_owner(Address const& address);

    struct Result {
        Device device;
        std::vector<Endpoint> endpoints; // sorted by id
        std::uint64_t other_devices_flows{};
    };
    /// Ends the counting. The list of endpoints is empty where only totals are wanted.
    Result finish();

private:
    using Mac = std::array<std::uint8_t, 6>;
    struct Key {
        Address local;
        EndpointId remote;

        bool operator==(Key const&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(Key const& key) const;
    };
    /// All that is kept where only totals are wanted.
    struct Pair {
        Address local, remote;

        bool operator==(Pair const&) const = default;
    };
    struct PairHash {
        std::size_t operator()(Pair const& pair) const;
    };
    /// How a name is known, without strings of its own.
    struct NameUse {
        std::string_view name, source;
        std::uint64_t flows{};
        Stamp first;
    };
    struct Side {
        std::uint64_t bytes{}, payload{}, opened{};

        void add(FlowRecord::Side const& side, std::uint64_t opened_bytes);
        void add(Side const& other);
    };
    struct Totals {
        Side up, down; // seen from the phone
        std::uint64_t flows{}, clear_flows{}, decrypted_flows{};
        std::int64_t first_ns{}, last_ns{};
        Address first_address;
        std::vector<Address> more_addresses; // sorted
        std::vector<NameUse> names;
        std::vector<EndpointCertificate> certificates;
        std::vector<OtherHost> other_hosts; // sorted
        std::vector<ClosedBytes> closed;
        bool local = true;

        void add(FlowRecord const& record, bool incoming);
        void add_address(Address const& address);
        void add_name(NameUse const& use);
        void add_certificate(EndpointCertificate const& shown);
        void add_other_host(OtherHost const& other);
        void merge(Totals const& other);
        /// Seen from the other side.
        void turn() { std::swap(up, down); }
    };

    /// Adds its requests to those between the same hosts; no more are kept than fit.
    static void add_one(std::vector<OtherHost>& sorted, OtherHost const& other);
    void learn_device(FlowIdentity const& flow);
    /// What was told of the flow while it went on goes to its endpoint.
    void settle(FlowIdentity const& flow, bool incoming, Totals& totals);
    bool is_incoming(FlowIdentity const& flow) const;
    /// What the flow itself said its peer is called; `remote` becomes the address where it said
    /// one.
    NameUse own_name(FlowRecord const& record, Stamp const& told, EndpointId& remote);
    /// Calls `visit(local, flows, is_local)` for each pair of ends.
    template<typename Visit>
    void each_pair(Visit visit) const;
    std::optional<Address> busiest() const;
    Device device() const;
    static Endpoint described(std::string id, Totals const& totals);

    Detail m_detail;
    NamePool m_pool;
    std::set<Address> m_device;
    std::set<Mac> m_device_macs;
    std::set<Mac> m_nameless_macs; // of those that had no address yet
    bool m_given;
    std::unordered_map<Key, Totals, KeyHash> m_totals;
    std::unordered_map<Pair, std::uint64_t, PairHash> m_flows;             // instead, likewise
    std::unordered_map<std::uint64_t, std::vector<NameUse>> m_names;       // of flows not ended
    std::unordered_map<std::uint64_t, EndpointCertificate> m_certificates; // likewise
    std::unordered_map<std::uint64_t, std::vector<OtherHost>> m_other_hosts;
    std::map<Mac, std::set<Address>> m_macs;
    std::set<Address> m_owners;
    Mac m_last_mac{}; // of the flow before, which learn_device() has seen
    Address m_last_source;
};

} // namespace petze
