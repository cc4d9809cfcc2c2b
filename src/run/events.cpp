#include "report/redaction.h"
#include "run/authorities.h"
#include "run/commands.h"
#include "run/event_writer.h"
#include "run/inputs.h"
#include "run/investigation.h"
#include "run/pipeline.h"
#include "run/prepared_search.h"
#include "run/setting.h"
#include "run/uploads.h"
#include "run/whose.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace petze {

namespace {

// All of it, whatever the pipe takes at once.
bool write_all(std::string_view text)
{
    while (!text.empty()) {
        auto const written = ::write(STDOUT_FILENO, text.data(), text.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

// There can be a million of them: what is said of each is written, and forgotten.
void write_endpoints(std::vector<Endpoint>& endpoints, Whose const& whose, Judge const& judge,
                     EventWriter& writer)
{
    for (auto& endpoint : endpoints) {
        whose.attribute(endpoint);
        writer.take(endpoint, judge.budget_of(endpoint));
        endpoint.attribution.reset();
    }
}

Purpose write_verdicts(std::vector<Endpoint>& endpoints, Whose const& whose, Judge const& judge,
                       EventWriter& writer)
{
    auto gravest = Purpose::maintenance;
    for (auto& endpoint : endpoints) {
        whose.attribute_operator(endpoint);
        auto const verdict = judge.judge(endpoint).verdict;
        writer.take(verdict);
        gravest = std::max(gravest, verdict.purpose);
        endpoint.attribution.reset();
    }
    return gravest;
}

/// Those that were asked for, and those without which they cannot be told.
EventTypes needed_types(EventTypes asked, bool endpoints, bool has_profile)
{
    if (endpoints || has_profile)
        asked.add(EventType::dns);
    if (endpoints) {
        asked.add(EventType::tls);
        asked.add(EventType::quic);
        asked.add(EventType::http);
        if (has_profile)
            asked.add(EventType::finding);
    }
    return asked;
}

Result<int> events(Options const& options)
{
    PETZE_TRY(auto keys, read_keys(options));
    PETZE_TRY(auto const search, prepare_search(options));
    auto const* const searcher = search.searcher.get();
    PETZE_TRY(auto const inputs, prepare_inputs(options));
    PETZE_TRY(auto addresses, open_address_data(options));
    complete_keys(keys, options, inputs);
    auto const redactor = make_redactor(options, searcher);
    TextFilter const filter = [&](std::string_view text) { return redactor->apply(text); };
    EventStyle style{.reveal = options.reveal, .redact = options.redact, .types = options.types};
    if (redactor)
        style.filter = &filter;
    int write_failure = 0;
    EventWriter writer{style, [&](std::string_view text) {
                           if (!write_all(text))
                               write_failure = errno;
                           return write_failure == 0;
                       }};
    bool const verdicts = options.types.has(EventType::verdict) || options.fail_on;
    bool const endpoints = verdicts || options.types.has(EventType::endpoint);
    Investigation investigation{search};
    std::vector<EventListener*> listeners{&writer};
    if (endpoints)
        listeners.push_back(&investigation);
    Joiner joiner{device_addresses(searcher),
                  std::move(listeners),
                  {.names = endpoints || searcher, .endpoints = endpoints}};
    Progress progress{options, inputs.total_bytes};
    auto pipeline = pipeline_options(options, searcher, keys, nullptr, progress);
    auto const photos = prepare_photos(searcher);
    pipeline.shards.photos = photos.get();
    pipeline.shards.wanted = needed_types(options.types, endpoints, searcher != nullptr);
    Uploads uploads{pipeline.shards, [&](Event&& event) { joiner.take(std::move(event)); }};
    auto outcome = Pipeline::run(inputs.inputs, pipeline,
                                 [&](Event&& event) { uploads.take(std::move(event)); });
    uploads.finish();
    outcome.unread.merge(uploads.tally());
    for (auto const& unreadable : outcome.unreadable)
        print_error(unreadable);
    if (!outcome.unreadable.empty())
        return 1;
    auto result = joiner.finish();
    auto gravest = Purpose::maintenance;
    if (endpoints) {
        check_chains(result.endpoints, options, result.stats);
        PETZE_TRY(auto const whose, Whose::open(std::move(addresses), result.endpoints, options));
        auto const judge = investigation.judge(result.device, result.stats.unread);
        if (options.types.has(EventType::endpoint))
            write_endpoints(result.endpoints, whose, judge, writer);
        if (verdicts)
            gravest = write_verdicts(result.endpoints, whose, judge, writer);
    }
    add_totals(result.stats, outcome);
    result.stats.secrets = keys.log.secrets();
    tell_keys(keys, options, result.stats.opened_flows);
    tell_photos(photos.get(), options, result.stats);
    writer.finish(result.stats);
    if (write_failure != 0)
        return error("standard output",
                     std::string{"cannot be written: "} + std::strerror(write_failure));
    return status_of(gravest, options);
}

} // namespace

int run_events(Options const& options)
{
    auto const status = events(options);
    if (status)
        return *status;
    print_error(status.error());
    return 1;
}

} // namespace petze
