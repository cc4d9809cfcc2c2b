#include "identify/online/online_registries.h"

#include "base/limits.h"
#include "base/text.h"
#include "identify/online/iana_bootstrap.h"
#include "identify/online/whois.h"
#include "identify/operator/operator.h"
#include "identify/registry/iana.h"

#include <algorithm>

namespace petze {

namespace {

std::string host_of(std::string_view url)
{
    auto const scheme = url.find("://");
    auto const host = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
    return std::string{host.substr(0, host.find('/'))};
}

Reason reason(std::string_view key, std::string server)
{
    return {key, {{"server", std::move(server)}}};
}

std::string_view key_of(OnlineReply::Trouble trouble)
{
    if (trouble == OnlineReply::Trouble::timeout)
        return "online.timeout";
    return trouble == OnlineReply::Trouble::too_long ? "online.too_long" : "online.unreachable";
}

bool is_redirect(int status)
{
    return status >= 301 && status <= 308 && status != 304 && status != 305 && status != 306;
}

bool asks_for_patience(int status)
{
    return status == 429 || status == 503;
}

} // namespace

OnlineRegistries::OnlineRegistries(Transport& transport, AnswerCache* cache, Settings settings)
    : m_transport(transport)
    , m_cache(cache)
    , m_settings(std::move(settings))
    , m_patience(limits::online_wait_seconds)
{
}

void OnlineRegistries::ask(Address const& address, Attribution& out)
{
    if (special_purpose(address) || address.is_private() || address.is_multicast()
        || address.is_broadcast() || address.is_unspecified())
        return;
    auto found = ask_rdap(address, out);
    if (!found)
        found = ask_whois(address, out);
    if (found)
        tell(*found, out);
}

OnlineReply OnlineRegistries::patiently(std::function<OnlineReply()> const& question)
{
    auto reply = question();
    constexpr int attempts = 3;
    for (int i = 1; i < attempts && asks_for_patience(reply.status); ++i) {
        auto const seconds = std::max(reply.retry_after, 1);
        if (seconds > m_patience)
            break;
        m_patience -= seconds;
        m_settings.wait(seconds);
        reply = question();
    }
    return reply;
}

std::optional<AnswerCache::Kept> OnlineRegistries::kept(std::string const& question, bool any) const
{
    auto answer = m_cache ? m_cache->find(question) : std::nullopt;
    if (answer && !any && !is_recent_answer(answer->day, m_settings.today))
        return std::nullopt;
    return answer;
}

std::optional<AnswerCache::Kept> OnlineRegistries::fetch(std::string& url, Reach reach,
                                                         std::set<std::string>& visited,
                                                         Attribution& out)
{
    for (int i = 0; i <= limits::rdap_redirects; ++i) {
        if (!may_be_asked(url, reach)) {
            out.remarks.push_back(reason("online.refused", url));
            return std::nullopt;
        }
        if (!visited.insert(url).second)
            break;
        if (auto known = kept(url, false))
            return known;
        auto const reply = patiently([&] { return m_transport.get(url); });
        if (!is_redirect(reply.status) || reply.location.empty())
            return settled(url, host_of(url), reply, out);
        url = reply.location;
    }
    out.remarks.push_back(reason("online.loop", host_of(url)));
    return std::nullopt;
}

// An answer is kept, "not found" too; where there is none, an older one has to do.
std::optional<AnswerCache::Kept> OnlineRegistries::settled(std::string const& question,
                                                           std::string const& server,
                                                           OnlineReply const& reply,
                                                           Attribution& out)
{
    bool const answered = reply.status == 0 || reply.status == 200 || reply.status == 404;
    if (reply.trouble == OnlineReply::Trouble::none && answered) {
        AnswerCache::Kept answer{m_settings.today, reply.status, reply.body};
        if (m_cache)
            m_cache->keep(question, answer);
        return answer;
    }
    if (auto known = kept(question, true))
        return known;
    if (reply.trouble != OnlineReply::Trouble::none)
        out.remarks.push_back(reason(key_of(reply.trouble), server));
    else
        out.remarks.push_back(
            reason(asks_for_patience(reply.status) ? "online.busy" : "online.error", server));
    return std::nullopt;
}

std::optional<OnlineRegistries::Found> OnlineRegistries::ask_rdap(Address const& address,
                                                                  Attribution& out)
{
    auto const& bootstrap = address.is_v4() ? m_settings.v4 : m_settings.v6;
    auto const* service = bootstrap.find(address);
    if (!service)
        return std::nullopt;
    auto const reach = is_this_machine(service->url) ? Reach::this_machine : Reach::registries;
    auto url = rdap_url(service->url, address);
    std::set<std::string> visited;
    std::optional<Found> best;
    // A national registry knows more of its blocks than the regional one.
    for (int i = 0; i <= limits::rdap_redirects; ++i) {
        auto const answer = fetch(url, reach, visited, out);
        if (!answer)
            break;
        auto const network = parse_rdap(answer->body, address);
        if (!network) {
            if (answer->status == 200)
                out.remarks.push_back(reason("online.unreadable", host_of(url)));
            break;
        }
        bool const is_better = !best
                               || (best->network.range.contains(network->range.first)
                                   && best->network.range.contains(network->range.last));
        if (is_better)
            best = Found{*network, "RDAP", host_of(url), answer->day};
        if (network->referral.empty() || visited.contains(network->referral))
            break;
        url = network->referral;
    }
    return best;
}

std::optional<OnlineRegistries::Found> OnlineRegistries::ask_whois(Address const& address,
                                                                   Attribution& out)
{
    auto const registry = iana_block(address).registry;
    std::string server = m_settings.whois_server.empty()
                             ? std::string{whois_server(short_name(registry))}
                             : m_settings.whois_server;
    auto const reach =
        is_this_machine("whois://" + server) ? Reach::this_machine : Reach::registries;
    std::set<std::string> visited;
    std::optional<Found> best;
    for (int i = 0; i <= limits::whois_referrals; ++i) {
        // The first is the registry's own, or the user's wish.
        if (i > 0 && !may_be_asked_whois(server, reach)) {
            out.remarks.push_back(reason("online.refused", server));
            break;
        }
        if (!visited.insert(server).second) {
            out.remarks.push_back(reason("online.loop", server));
            break;
        }
        auto const answer = ask_whois_server(server, whois_question(server, address), out);
        if (!answer)
            break;
        auto const network = parse_whois(answer->body, address);
        if (!network) {
            out.remarks.push_back(reason("online.unreadable", server));
            break;
        }
        if (!network->name.empty() || !network->organisation.empty())
            best = Found{*network, "WHOIS", server, answer->day};
        if (network->referral.empty() || network->referral == server)
            break;
        server = network->referral;
    }
    return best;
}

std::optional<AnswerCache::Kept> OnlineRegistries::ask_whois_server(std::string const& server,
                                                                    std::string const& question,
                                                                    Attribution& out)
{
    auto const name = "whois://" + server + "/" + question;
    if (auto known = kept(name, false))
        return known;
    return settled(name, server, m_transport.whois(server, question), out);
}

void OnlineRegistries::tell(Found const& found, Attribution& out) const
{
    auto const& network = found.network;
    auto const& name = network.organisation.empty() ? network.name : network.organisation;
    std::string source{found.protocol};
    source += ' ';
    source += found.server;
    // A registry as the most specific entry: nobody is registered for the block.
    if (name.empty() || registry_of_name(name)) {
        if (!out.holder)
            out.remarks.push_back(
                {"online.not_registered", {{"block", network.range.text()}, {"source", source}}});
        return;
    }
    if (out.holder) {
        if (!equal_ignoring_case(out.holder->name, name))
            out.disagreements.push_back({"holder",
                                         {{out.holder->source, out.holder->as_of, out.holder->name},
                                          {source, found.day, name}}});
        return;
    }
    Attributed holder;
    holder.name = name;
    holder.country = network.country;
    holder.because = {"online.holder",
                      {{"block", network.range.text()}, {"network", network.name}}};
    holder.source = source;
    holder.as_of = found.day;
    holder.distant = is_distant(found.day, out.asked);
    out.holder = std::move(holder);
}

} // namespace petze
