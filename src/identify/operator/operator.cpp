#include "identify/operator/operator.h"

#include "base/text.h"
#include "conversation/host.h"
#include "identify/operator/connection_remarks.h"
#include "identify/operator/domain.h"

#include <algorithm>
#include <array>
#include <optional>

namespace petze {

namespace {

struct Proof {
    ProofWeight weight{};
    std::string_view kind; // EndpointName::source
    std::string name;
    EndpointCertificate const* certificate{};
};

/// Somebody who may run the service, by the proof that weighs most.
struct Candidate {
    std::string owner;
    Proof proof;
    KnownDomains::Entry entry;
};

std::optional<ProofWeight> weight_of(std::string_view source)
{
    if (source == "reverse_dns")
        return ProofWeight::reverse_dns;
    if (source == "dns")
        return ProofWeight::dns;
    if (source == "tls" || source == "quic" || source == "http")
        return ProofWeight::asked;
    return std::nullopt;
}

// The same in each language.
std::string_view technical_name(std::string_view kind)
{
    if (kind.starts_with("certificate"))
        return "certificate";
    if (kind == "http")
        return "HTTP Host";
    if (kind == "dns")
        return "DNS";
    if (kind == "reverse_dns")
        return "reverse DNS";
    return "SNI";
}

// "Google" and "Google LLC" are one; who is called otherwise is told as somebody else.
bool same_owner(std::string_view a, std::string_view b)
{
    auto const left = letters_and_digits(a);
    auto const right = letters_and_digits(b);
    return left.find(right) != std::string::npos || right.find(left) != std::string::npos;
}

ProofWeight weight_of(EndpointCertificate const& shown)
{
    return shown.standing == tls::ChainStanding::verified ? ProofWeight::verified
                                                          : ProofWeight::certificate;
}

/// Goes through what is known of one endpoint.
class OperatorSearch {
public:
    OperatorSearch(DomainKnowledge const& known, Attribution& out)
        : m_known(known)
        , m_out(out)
    {
    }

    void endpoint(Endpoint const& endpoint)
    {
        auto const proofs = proofs_of(endpoint);
        for (auto const& proof : proofs)
            weigh(proof);
        for (auto const& shown : endpoint.certificates)
            check(shown);
        for (auto const& other : endpoint.other_hosts)
            m_remarks.other_host(other);
        settle(proofs);
    }

    void name(std::string_view name)
    {
        Proof const proof{ProofWeight::asked, "given", std::string{name}};
        weigh(proof);
        settle({proof});
    }

private:
    static std::vector<Proof> proofs_of(Endpoint const& endpoint);
    void weigh(Proof const& proof);
    void propose(Candidate candidate);
    void check(EndpointCertificate const& shown);
    void settle(std::vector<Proof> const& proofs);
    void answer(Candidate const& candidate);
    void say_who_else();
    void say_why_not(std::vector<Proof> const& proofs);
    bool answer_by_organisation(std::vector<Proof> const& proofs);
    bool rents_out(std::string_view owner) const;
    void add_role(std::string_view role);

    DomainKnowledge const& m_known;
    Attribution& m_out;
    std::vector<Candidate> m_candidates; // one for each owner
    std::optional<KnownDomains::Entry> m_landlord;
    ConnectionRemarks m_remarks{m_out};
    bool m_withheld = false;
};

std::vector<Proof> OperatorSearch::proofs_of(Endpoint const& endpoint)
{
    bool const named = std::any_of(endpoint.names.begin(), endpoint.names.end(),
                                   [&](auto const& name) { return name.name == endpoint.id; });
    auto const certified = std::find_if(endpoint.certificates.begin(), endpoint.certificates.end(),
                                        [](auto const& shown) { return shown.is_vouched_for(); });
    bool const has_certified = certified != endpoint.certificates.end();
    std::vector<Proof> out;
    for (auto const& name : endpoint.names) {
        auto const weight = weight_of(name.source);
        // An address that many share was called otherwise too; that is no proof against the name
        // that was asked for.
        if (weight && (!named || name.name == endpoint.id || name.source == "reverse_dns"))
            out.push_back({*weight, name.source, name.name});
        else if (!named && has_certified && name.source == "certificate")
            out.push_back({weight_of(*certified), "certificate_name", name.name, &*certified});
    }
    for (auto const& shown : endpoint.certificates)
        if (shown.covers && shown.is_vouched_for() && (!named || shown.name == endpoint.id))
            out.push_back({weight_of(shown), "certificate", shown.name, &shown});
    return out;
}

void OperatorSearch::weigh(Proof const& proof)
{
    auto host = std::string_view{proof.name};
    if (host.starts_with("*."))
        host.remove_prefix(2);
    for (auto const& collection : m_known) {
        auto const entry = collection.find(host);
        if (!entry)
            continue;
        if (is_for_rent(entry->role)) {
            if (proof.weight != ProofWeight::reverse_dns && !m_landlord)
                m_landlord = entry;
            return; // whose house it is, says nothing about the tenant
        }
        if (proof.weight != ProofWeight::reverse_dns)
            add_role(entry->role);
        if (!entry->owner.empty())
            propose({std::string{entry->owner}, proof, *entry});
    }
}

void OperatorSearch::propose(Candidate candidate)
{
    for (auto& known : m_candidates)
        if (same_owner(known.owner, candidate.owner)) {
            if (candidate.proof.weight > known.proof.weight)
                known = std::move(candidate);
            return;
        }
    m_candidates.push_back(std::move(candidate));
}

// A certificate that was not made for the name that was asked for: somebody else answered.
void OperatorSearch::check(EndpointCertificate const& shown)
{
    m_remarks.chain(shown);
    if (shown.covers || shown.name.empty())
        return;
    auto const host = std::string_view{shown.made_for};
    for (auto const& collection : m_known)
        if (auto const entry = collection.find(host.starts_with("*.") ? host.substr(2) : host);
            entry && std::any_of(m_candidates.begin(), m_candidates.end(), [&](auto const& one) {
                return same_owner(one.owner, entry->owner);
            }))
            return; // a sister's name
    m_withheld = true;
    m_out.remarks.push_back(
        {"operator.certificate_other", {{"name", shown.name}, {"other", shown.made_for}}});
}

void OperatorSearch::settle(std::vector<Proof> const& proofs)
{
    std::stable_sort(m_candidates.begin(), m_candidates.end(),
                     [](auto const& a, auto const& b) { return a.proof.weight > b.proof.weight; });
    if (m_candidates.size() > 1)
        say_who_else();
    bool const tie = m_candidates.size() > 1
                     && m_candidates[0].proof.weight == m_candidates[1].proof.weight
                     && m_candidates[0].proof.name != m_candidates[1].proof.name;
    if (tie)
        m_out.remarks.emplace_back("operator.contradictory");
    bool const proven = !m_candidates.empty() && !tie && !m_withheld
                        && m_candidates[0].proof.weight > ProofWeight::reverse_dns;
    if (proven)
        return answer(m_candidates[0]);
    if (!tie && !m_withheld && answer_by_organisation(proofs))
        return;
    m_out.roles.clear();
    if (!tie && !m_withheld)
        say_why_not(proofs);
}

void OperatorSearch::answer(Candidate const& candidate)
{
    auto const& proof = candidate.proof;
    Attributed out;
    out.name = candidate.owner;
    out.country = candidate.entry.country;
    out.source = candidate.entry.source;
    out.as_of = candidate.entry.as_of;
    out.distant = is_distant(out.as_of, m_out.asked);
    auto const key = [&]() -> std::string_view {
        if (proof.kind == "certificate")
            return "operator.certificate";
        if (proof.kind == "certificate_name")
            return "operator.certificate_name";
        if (proof.kind == "dns")
            return "operator.dns";
        if (proof.kind == "http")
            return "operator.http";
        if (proof.kind == "given")
            return "operator.given";
        return proof.kind == "quic" ? "operator.quic" : "operator.tls";
    }();
    out.because = {key, {{"name", proof.name}, {"domain", std::string{candidate.entry.domain}}}};
    if (proof.certificate) {
        out.because.arguments.emplace_back("issuer", proof.certificate->issuer);
        out.because.arguments.emplace_back("chain", name_of(proof.certificate->standing));
    }
    m_out.operator_ = std::move(out);
}

void OperatorSearch::say_who_else()
{
    Disagreement out{"operator", {}};
    for (auto const& candidate : m_candidates) {
        std::string source{technical_name(candidate.proof.kind)};
        source += ' ';
        source += candidate.proof.name;
        source += " (";
        source += candidate.entry.source;
        source += ')';
        out.sayings.push_back(
            {std::move(source), std::string{candidate.entry.as_of}, candidate.owner});
    }
    m_out.disagreements.push_back(std::move(out));
}

// No table knows the name, but who signed the certificate has looked at who asked for it.
bool OperatorSearch::answer_by_organisation(std::vector<Proof> const& proofs)
{
    for (auto const& proof : proofs) {
        auto const* shown = proof.certificate;
        if (!shown || proof.kind != "certificate" || shown->organisation.empty()
            || rents_out(shown->organisation))
            continue;
        Attributed out;
        out.name = shown->organisation;
        out.country = shown->country;
        out.because = {"operator.organisation",
                       {{"name", shown->name}, {"chain", std::string{name_of(shown->standing)}}}};
        out.source = shown->issuer;
        out.as_of = shown->valid_from;
        out.distant = is_distant(out.as_of, m_out.asked);
        m_out.operator_ = std::move(out);
        return true;
    }
    return false;
}

void OperatorSearch::say_why_not(std::vector<Proof> const& proofs)
{
    auto const best =
        std::max_element(proofs.begin(), proofs.end(),
                         [](Proof const& a, Proof const& b) { return a.weight < b.weight; });
    if (best == proofs.end())
        m_out.remarks.emplace_back("operator.no_name");
    else if (best->weight == ProofWeight::reverse_dns)
        m_out.remarks.push_back({"operator.reverse_only", {{"name", best->name}}});
    else if (m_landlord)
        m_out.remarks.push_back(
            {"operator.hosted", {{"name", best->name}, {"owner", std::string{m_landlord->owner}}}});
    else
        m_out.remarks.push_back({"operator.unlisted", {{"name", registrable_domain(best->name)}}});
}

bool OperatorSearch::rents_out(std::string_view owner) const
{
    return std::any_of(m_known.begin(), m_known.end(),
                       [&](auto const& collection) { return collection.rents_out(owner); });
}

void OperatorSearch::add_role(std::string_view role)
{
    auto& roles = m_out.roles;
    if (role.empty() || std::find(roles.begin(), roles.end(), role) != roles.end())
        return;
    if (role == "services" && !roles.empty())
        return; // says less than what is there
    std::erase(roles, std::string_view{"services"});
    roles.insert(std::lower_bound(roles.begin(), roles.end(), role), role);
}

} // namespace

void attribute_operator(Endpoint const& endpoint, DomainKnowledge const& known, Attribution& out)
{
    OperatorSearch{known, out}.endpoint(endpoint);
}

void attribute_operator(std::string_view name, DomainKnowledge const& known, Attribution& out)
{
    OperatorSearch{known, out}.name(normal_host(name));
}

bool is_distant(std::string_view as_of, std::string_view asked)
{
    if (as_of.empty() || asked.empty())
        return false;
    constexpr std::string_view first_day = "0000-01-01";
    constexpr std::string_view last_day = "9999-12-31";
    auto const whole = [](std::string_view date, std::string_view model) {
        std::string out{date.substr(0, model.size())};
        out += model.substr(out.size());
        return out;
    };
    auto const a_year_on = [](std::string const& date) {
        auto const year = std::strtol(date.substr(0, 4).c_str(), nullptr, 10) + 1;
        return std::to_string(year) + date.substr(4);
    };
    return whole(asked, first_day) > a_year_on(whole(as_of, last_day))
           || a_year_on(whole(asked, last_day)) < whole(as_of, first_day);
}

} // namespace petze
