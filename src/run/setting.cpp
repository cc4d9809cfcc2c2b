#include "run/setting.h"

#include "find/pattern/known_values.h"
#include "find/place/sought_place.h"
#include "judge/photo_bursts.h"
#include "report/mask.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace petze {

namespace {

/// How `--memory` is shared out between the shards.
FlowTableLimits bounds_for(std::size_t memory)
{
    constexpr std::size_t bytes_a_flow = 256;
    constexpr std::size_t fewest_flows = 16;
    auto const share = memory / limits::shards;
    return {std::clamp(share / bytes_a_flow, fewest_flows, limits::flows / limits::shards),
            std::min(share / 8, limits::held_bytes / limits::shards)};
}

// A document or an image is looked at as a whole, and most shards hold none at any time: each may
// take more than its part of the whole.
std::size_t held_content_for(std::size_t memory)
{
    return memory / 16;
}

bool looks_for_anything(Searcher const& searcher)
{
    return !searcher.empty() || !searcher.profile().places.empty();
}

HiddenValue hidden(Place const& place)
{
    HiddenValue out{redaction_mark(SoughtPlace{place}.item(), "location"), {}};
    for (auto& prefix : prefixes_of(place))
        out.spellings.push_back({std::move(prefix)});
    return out;
}

} // namespace

Pipeline::Options pipeline_options(Options const& options, Searcher const* searcher,
                                   GivenKeys const& keys, FileStore* files, Progress& progress)
{
    return {
        .threads = options.threads,
        .shards = {.searcher = searcher && looks_for_anything(*searcher) ? searcher : nullptr,
                   // What nobody named beforehand cannot be replaced in what was sent.
                   .patterns = !options.redact,
                   .known = searcher ? std::make_shared<KnownValues const>(searcher->needles())
                                     : nullptr,
                   .dissect = {.files = files, .keys = &keys.log, .payload_keys = &keys.payload},
                   .least_burst = searcher ? least_photo_burst(searcher->profile()) : 0,
                   .bounds = bounds_for(options.memory),
                   .held_content = held_content_for(options.memory)},
        .wifi = options.wifi,
        .progress = [&progress](std::uint64_t packets,
                                std::uint64_t bytes) { progress.advance(packets, bytes); },
        .stop = &interrupted()};
}

namespace {

// Beside this program, as it is built; or in libexec/petze beside bin, as it is installed.
std::filesystem::path image_program()
{
    std::error_code trouble;
    auto const folder = std::filesystem::read_symlink("/proc/self/exe", trouble).parent_path();
    auto beside = folder / "petze-image";
    if (std::filesystem::exists(beside, trouble))
        return beside;
    auto installed = folder.parent_path() / "libexec" / "petze" / "petze-image";
    return std::filesystem::exists(installed, trouble) ? installed : beside;
}

} // namespace

std::unique_ptr<PhotoMatcher> prepare_photos(Searcher const* searcher)
{
    if (!searcher)
        return {};
    return std::make_unique<PhotoMatcher>(searcher->profile(), image_program().string());
}

void tell_photos(PhotoMatcher const* photos, Options const& options, Stats& stats)
{
    if (!photos)
        return;
    photos->tell(stats.unread);
    if (auto const trouble = photos->trouble(); !trouble.empty())
        print_note(options, trouble + "; images were only compared byte by byte");
}

std::vector<std::string> device_addresses(Searcher const* searcher)
{
    return searcher ? searcher->profile().device_addresses : std::vector<std::string>{};
}

std::unique_ptr<Redactor> make_redactor(Options const& options, Searcher const* searcher)
{
    if (!options.redact)
        return {};
    std::vector<HiddenValue> hidden_values;
    if (searcher) {
        for (auto const& needle : searcher->needles().searched)
            if (needle.photo == Needle::none)
                hidden_values.push_back(
                    {redaction_mark(needle.item, needle.category), needle.spellings});
        for (auto const& place : searcher->profile().places)
            hidden_values.push_back(hidden(place));
    }
    return std::make_unique<Redactor>(hidden_values, searcher);
}

int status_of(Purpose gravest, Options const& options)
{
    constexpr int verdict_met = 3;
    return options.fail_on && gravest >= *options.fail_on ? verdict_met : 0;
}

void add_totals(Stats& stats, Pipeline::Outcome const& outcome)
{
    for (auto const& input : outcome.inputs) {
        stats.packets += input.packets;
        stats.bytes += input.bytes;
    }
    stats.unread.merge(outcome.unread);
}

} // namespace petze
