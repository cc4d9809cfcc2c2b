#include "report/claims.h"

#include "base/limits.h"
#include "report/report_reading.h"

#include <map>

namespace petze {

namespace {

namespace dom = simdjson::dom;

/// Any value as JSON, so that two can be compared; empty where there is none.
std::string json_of(dom::object const& object, std::string_view key)
{
    dom::element element;
    return object[key].get(element) == simdjson::SUCCESS ? simdjson::minify(element)
                                                         : std::string{};
}

std::string joined(std::initializer_list<std::string> parts)
{
    std::string out;
    for (auto const& part : parts) {
        out += part;
        out += '\n';
    }
    return out;
}

void read_captures(dom::object const& root, Claims& out)
{
    each_object(root, "captures", [&](dom::object const& row) {
        auto const name = text_of(row, "name");
        auto const hash = text_of(row, "sha256");
        out.captures.push_back({name, hash});
        out.claims.push_back(
            {"capture",
             name,
             joined({hash, json_of(row, "packets"), json_of(row, "start"), json_of(row, "end")}),
             {{"capture", name}, {"packets", json_of(row, "packets")}}});
    });
}

void read_evidence(dom::object const& root, Claims& out)
{
    each_object(root, "evidence", [&](dom::object const& row) {
        auto item = text_of(row, "item");
        if (item.empty())
            item = text_of(row, "category");
        auto const endpoint = text_of(row, "endpoint");
        out.claims.push_back(
            {"evidence",
             joined({item, endpoint, text_of(row, "direction"), text_of(row, "match"),
                     json_of(row, "path"), json_of(row, "frames"), text_of(row, "timestamp")}),
             joined(
                 {text_of(row, "value"), json_of(row, "occurrences"), json_of(row, "encrypted")}),
             {{"number", json_of(row, "number")},
              {"item", item},
              {"endpoint", endpoint},
              {"frames", text_of(row, "filter")}}});
    });
}

void read_endpoints(dom::object const& root, Claims& out)
{
    each_object(root, "endpoints", [&](dom::object const& row) {
        auto const id = text_of(row, "id");
        dom::object part;
        if (row["verdict"].get(part) == simdjson::SUCCESS)
            out.claims.push_back({"verdict",
                                  id,
                                  text_of(part, "verdict") + " " + json_of(part, "confidence"),
                                  {{"endpoint", id}, {"verdict", text_of(part, "verdict")}}});
        if (row["budget"].get(part) == simdjson::SUCCESS)
            out.claims.push_back({"budget",
                                  id,
                                  json_of(part, "max_bytes") + " " + json_of(part, "items"),
                                  {{"endpoint", id}, {"bytes", json_of(part, "max_bytes")}}});
    });
}

} // namespace

Result<Claims> read_claims(std::string_view json, std::string const& name)
{
    dom::parser parser{limits::state_bytes};
    dom::object root;
    dom::array endpoints;
    if (parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS)
        return error(name, "is no readable report");
    if (root["endpoints"].get(endpoints) != simdjson::SUCCESS)
        return error(name, "is no report of petze analyze; a comparison's are in its folder "
                           "states/");
    Claims out;
    dom::object part;
    if (root["generator"].get(part) == simdjson::SUCCESS)
        out.version = text_of(part, "version");
    if (root["profile"].get(part) == simdjson::SUCCESS)
        out.profile_given = flag_of(part, "given");
    out.personal_values = text_of(root, "personal_values");
    read_captures(root, out);
    read_evidence(root, out);
    read_endpoints(root, out);
    return out;
}

std::vector<CheckedClaim> check(Claims const& report, Claims const& again)
{
    std::map<std::pair<std::string_view, std::string_view>, Claim const*> found;
    for (auto const& claim : again.claims)
        found.emplace(std::pair<std::string_view, std::string_view>{claim.kind, claim.key}, &claim);
    std::vector<CheckedClaim> out;
    out.reserve(report.claims.size());
    for (auto const& claim : report.claims) {
        CheckedClaim checked{claim, CheckedClaim::Outcome::missing, {}};
        auto const same = found.find({claim.kind, claim.key});
        if (same != found.end()) {
            bool const holds = same->second->said == claim.said;
            checked.outcome = holds ? CheckedClaim::Outcome::holds : CheckedClaim::Outcome::differs;
            if (!holds)
                checked.now = same->second->said;
        }
        out.push_back(std::move(checked));
    }
    return out;
}

} // namespace petze
