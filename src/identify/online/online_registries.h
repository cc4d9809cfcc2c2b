#pragma once

#include "identify/attribution/attribution.h"
#include "identify/online/answer_cache.h"
#include "identify/online/rdap.h"
#include "identify/online/transport.h"

#include <functional>
#include <set>
#include <string>

namespace petze {

/// Asks registries on line who holds an address: RDAP, and WHOIS where that gives no answer.
/// Answers are kept as they came, with their day.
class OnlineRegistries {
public:
    struct Settings {
        std::string today;             // ISO date
        std::string whois_server;      // asked instead of the registries' own; may be empty
        std::function<void(int)> wait; // for so many seconds, where a server asks for it
        RdapBootstrap v4{}, v6{};
    };
    /// `cache` may be null: then nothing is kept.
    OnlineRegistries(Transport& transport, AnswerCache* cache, Settings settings);

    /// Fills in the holder where it is not known yet, else tells where the registry says something
    /// else. Never asks about an address that is nobody's (private, special-purpose).
    void ask(Address const& address, Attribution& out);

private:
    /// An answer, and where it came from.
    struct Found {
        RegisteredNetwork network;
        std::string_view protocol; // "RDAP", "WHOIS"
        std::string server, day;
    };

    std::optional<Found> ask_rdap(Address const& address, Attribution& out);
    std::optional<Found> ask_whois(Address const& address, Attribution& out);
    /// Follows redirects; the answer that is none of these.
    std::optional<AnswerCache::Kept> fetch(std::string& url, Reach reach,
                                           std::set<std::string>& visited, Attribution& out);
    std::optional<AnswerCache::Kept> settled(std::string const& question, std::string const& server,
                                             OnlineReply const& reply, Attribution& out);
    std::optional<AnswerCache::Kept>
    ask_whois_server(std::string const& server, std::string const& question, Attribution& out);
    OnlineReply patiently(std::function<OnlineReply()> const& question);
    /// An answer that is not older than a month; another one where `any`.
    std::optional<AnswerCache::Kept> kept(std::string const& question, bool any) const;
    void tell(Found const& found, Attribution& out) const;

    Transport& m_transport;
    AnswerCache* m_cache;
    Settings m_settings;
    int m_patience; // seconds that servers may still ask for, in all
};

} // namespace petze
