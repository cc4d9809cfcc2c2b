#pragma once

#include "identify/endpoints.h"
#include "identify/names.h"
#include "identify/operator/chain_check.h"
#include "judge/judge.h"
#include "judge/moments.h"
#include "report/event.h"

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

namespace petze {

/// Who is told of events, in the order in which the stream gives them.
class EventListener {
public:
    virtual ~EventListener() = default;
    /// For a FlowEnd, `endpoint` is what it counts to; else empty.
    virtual void take(Event const& event, EndpointId const& endpoint) = 0;
};

/// The third stage: what needs more than one conversation. Names of addresses from DNS answers,
/// findings' hostnames, totals of endpoints. Fed in the order of frames.
class Joiner {
public:
    /// What the answer is for: names of addresses are learned, and endpoints counted, only where
    /// somebody wants them.
    struct Wanted {
        bool names = true;
        bool endpoints = true; // with their names
    };
    Joiner(std::vector<std::string> const& device_addresses, std::vector<EventListener*> listeners,
           Wanted wanted);

    void take(Event&& event);

    struct Result {
        Device device;
        std::vector<Endpoint> endpoints;     // sorted by id
        std::vector<Judgement> judgements{}; // of them, in their order; the caller's to fill in
        TotalBudget total{};                 // likewise
        std::vector<Moment> moments{};       // likewise
        Stats stats;                         // packets and bytes are the caller's to fill in
    };
    Result finish();

private:
    void learn_names(Event const& event);
    void learn_dns(Event const& event, DnsMessage const& dns);
    /// For which host an encrypted connection was opened, and what a request inside asks for.
    void learn_opened(Event const& event, std::string const& sni,
                      ShownCertificate const& certificate);
    void compare_hosts(Event const& event, HttpExchange const& http);
    void learn_certificate(Event const& event, ShownCertificate const& certificate,
                           std::string_view asked);
    void add_reverse_names(Endpoint& endpoint) const;

    std::vector<EventListener*> m_listeners;
    Wanted m_wanted;
    Names m_names;
    Endpoints m_endpoints;
    ChainPool m_chains;
    struct Opened {
        std::string name;
        std::vector<std::string> certified;
        bool certificate_seen{};
    };
    std::unordered_map<std::uint64_t, Opened> m_opened; // of flows not ended that keys opened
    Stats m_stats;
    std::uint64_t m_findings = 0; // of the profile
    std::uint64_t m_patterns = 0; // and those that only look like somebody's
};

} // namespace petze
