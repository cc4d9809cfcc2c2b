#include "run/analyze.h"

#include "base/digest.h"
#include "base/limits.h"
#include "base/text.h"
#include "find/profile/files.h"
#include "report/file_store.h"
#include "report/presentable.h"
#include "report/redaction.h"
#include "report/render.h"
#include "report/slice_writer.h"
#include "report/state_json.h"
#include "run/answer_builder.h"
#include "run/authorities.h"
#include "run/commands.h"
#include "run/event_writer.h"
#include "run/investigation.h"
#include "run/manifest.h"
#include "run/prepared_search.h"
#include "run/setting.h"
#include "run/spool.h"
#include "run/uploads.h"
#include "run/version.h"
#include "run/whose.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <future>

namespace petze {

namespace {

/// What becomes of the hash of each capture while the captures are worked on.
class Hashes {
public:
    Hashes(std::vector<Input> const& inputs, std::size_t threads)
    {
        auto const when = threads > 1 ? std::launch::async : std::launch::deferred;
        for (auto const& input : inputs)
            m_hashes.push_back(std::async(when, hash_file, input.path));
    }
    /// In the order of the inputs.
    std::string of(std::size_t position) { return m_hashes[position].get(); }

private:
    std::vector<std::future<std::string>> m_hashes;
};

} // namespace

ReportOptions report_options(Options const& options, Redactor const* redactor)
{
    ReportOptions out{.language = options.language,
                      .time_zone = options.time_zone,
                      .reveal = options.reveal,
                      .redact = options.redact,
                      .redactor = redactor,
                      .run_time = {},
                      .version = version};
    if (options.stamp)
        out.run_time = rfc3339(std::chrono::system_clock::now().time_since_epoch()
                               / std::chrono::nanoseconds{1});
    return out;
}

SummaryStyle summary_style(std::string report)
{
    constexpr int narrow = 40, wide = 100;
    SummaryStyle style;
    style.report = std::move(report);
    if (isatty(STDOUT_FILENO) == 0)
        return style;
    winsize window{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 0)
        style.width = std::clamp(static_cast<int>(window.ws_col), narrow, wide);
    auto const* no_color = std::getenv("NO_COLOR"); // no-color.org: any value that is not empty
    auto const* terminal = std::getenv("TERM");
    style.color =
        (!no_color || *no_color == '\0') && (!terminal || std::string_view{terminal} != "dumb");
    return style;
}

Result<std::string> read_report_json(std::string const& path)
{
    std::error_code trouble;
    if (std::filesystem::file_size(path, trouble) > limits::state_bytes && !trouble)
        return error(path, "is too large to be a report of one phone");
    return read_whole_file(path);
}

Result<void> print(std::string const& text, std::string const& folder)
{
    if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0)
        return {};
    return error("standard output", "cannot be written; the report lies in " + folder);
}

namespace {

std::vector<CaptureSource> sources(std::vector<Input> const& inputs,
                                   Pipeline::Outcome const& outcome, AnswerBuilder const& builder,
                                   Hashes& hashes)
{
    // They are read by their first packet; everything else names them by the command line.
    std::vector<CaptureSource> out(inputs.size());
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        CaptureSource source{.name = inputs[i].name, .sha256 = hashes.of(i), .comment = {}};
        for (auto const& summary : outcome.inputs)
            if (summary.index == inputs[i].index) {
                source.packets = summary.packets;
                source.bytes = summary.bytes;
                source.first_ns = summary.first_ns;
                source.last_ns = summary.last_ns;
                source.comment = summary.comment;
                source.clock = builder.clock_of(static_cast<std::uint32_t>(summary.index));
            }
        out[inputs[i].index] = std::move(source);
    }
    return out;
}

/// From when to when was recorded, over all captures.
void set_period(Answer& answer)
{
    for (auto const& capture : answer.captures) {
        if (capture.packets == 0)
            continue;
        if (answer.last_ns == 0 && answer.first_ns == 0)
            answer.first_ns = capture.first_ns;
        answer.first_ns = std::min(answer.first_ns, capture.first_ns);
        answer.last_ns = std::max(answer.last_ns, capture.last_ns);
    }
}

/// One run of `petze analyze`, in its steps.
class Analysis {
public:
    Analysis(Options options, ReportPlace place, GivenKeys keys)
        : m_options(std::move(options))
        , m_place(std::move(place))
        , m_keys(std::move(keys))
    {
    }

    Result<Analysed> run()
    {
        PETZE_TRY(m_search, prepare_search(m_options));
        PETZE_TRY(m_addresses, open_address_data(m_options));
        m_data = data_sets_of(m_addresses);
        Spool spool{m_place.staging()};
        PETZE_TRY(m_options.captures, spool.replace_standard_input(m_options.captures));
        auto inputs = prepare_inputs(m_options);
        if (!inputs)
            return tl::make_unexpected(spool.as_user_knows_it(inputs.error()));
        for (auto& input : inputs->inputs)
            input.name = spool.name_of(input.path, input.name);
        for (auto const& skipped : inputs->skipped)
            print_note(m_options, skipped + ": is no capture that Petze reads; passed over");
        complete_keys(m_keys, m_options, *inputs);
        m_redactor = make_redactor(m_options, m_search.searcher.get());
        return read(*inputs, spool);
    }

private:
    static void write_end(EventWriter& writer, Joiner::Result const& result)
    {
        for (std::size_t i = 0; i < result.endpoints.size(); ++i)
            writer.take(result.endpoints[i], result.judgements[i].budget);
        for (auto const& judgement : result.judgements)
            writer.take(judgement.verdict);
        writer.finish(result.stats);
    }

    Result<Analysed> read(Inputs const& inputs, Spool& spool)
    {
        EvidenceFiles files{m_place.staging()};
        PETZE_TRY(auto stream, m_place.open("events.ndjson"));
        Result<void> written;
        TextFilter const filter = [&](std::string_view text) { return m_redactor->apply(text); };
        EventStyle style{.reveal = m_options.reveal, .redact = m_options.redact};
        if (m_redactor)
            style.filter = &filter;
        EventWriter writer{style, [&](std::string_view text) {
                               written = stream.write(text);
                               return written.has_value();
                           }};
        AnswerBuilder builder{m_search.searcher.get()};
        Investigation investigation{m_search};
        Joiner joiner{
            device_addresses(m_search.searcher.get()), {&writer, &builder, &investigation}, {}};
        Hashes hashes{inputs.inputs, m_options.threads};
        auto const photos = prepare_photos(m_search.searcher.get());
        Pipeline::Outcome outcome;
        {
            Progress progress{m_options, inputs.total_bytes};
            auto pipeline = pipeline_options(m_options, m_search.searcher.get(), m_keys,
                                             m_options.redact ? nullptr : &files, progress);
            pipeline.shards.photos = photos.get();
            Uploads uploads{pipeline.shards, [&](Event&& event) { joiner.take(std::move(event)); }};
            outcome = Pipeline::run(inputs.inputs, pipeline,
                                    [&](Event&& event) { uploads.take(std::move(event)); });
            uploads.finish();
            outcome.unread.merge(uploads.tally());
        }
        if (outcome.stopped)
            return error("interrupted", "nothing was written");
        if (!outcome.unreadable.empty()) {
            for (std::size_t i = 1; i < outcome.unreadable.size(); ++i)
                print_error(spool.as_user_knows_it(outcome.unreadable[i]));
            return tl::make_unexpected(spool.as_user_knows_it(outcome.unreadable.front()));
        }
        auto result = joiner.finish();
        check_chains(result.endpoints, m_options, result.stats);
        PETZE_TRY(auto const whose,
                  Whose::open(std::move(m_addresses), result.endpoints, m_options));
        auto const judge = investigation.judge(result.device, result.stats.unread);
        for (auto& endpoint : result.endpoints) {
            whose.attribute(endpoint);
            result.judgements.push_back(judge.judge(endpoint));
        }
        add_totals(result.stats, outcome);
        result.stats.secrets = m_keys.log.secrets();
        tell_keys(m_keys, m_options, result.stats.opened_flows);
        tell_photos(photos.get(), m_options, result.stats);
        result.stats.unread.merge(files.tally());
        result.total = judge.total(result.endpoints, {result.stats.unread, result.device.guessed,
                                                      result.stats.other_devices_flows,
                                                      result.stats.findings_not_told});
        result.moments = investigation.moments();
        write_end(writer, result);
        PETZE_TRY_VOID(written);
        PETZE_TRY_VOID(stream.close());
        PETZE_TRY_VOID(in_report(files.status()));
        return answer(inputs, outcome, builder, std::move(result), hashes, spool);
    }

    Result<Analysed> answer(Inputs const& inputs, Pipeline::Outcome const& outcome,
                            AnswerBuilder& builder, Joiner::Result&& result, Hashes& hashes,
                            Spool& spool)
    {
        std::vector<std::string> names(inputs.inputs.size());
        for (auto const& input : inputs.inputs)
            names[input.index] = input.name;
        SliceWriter slices{m_place.staging(), names};
        auto answer = builder.finish(std::move(result), m_options.redact ? nullptr : &slices);
        if (!m_options.redact)
            PETZE_TRY_VOID(
                write_slices(inputs.inputs, builder.wanted_flows(), m_options.wifi, slices));
        PETZE_TRY_VOID(in_report(slices.close()));
        answer.stats.unread.merge(slices.tally());
        answer.captures = sources(inputs.inputs, outcome, builder, hashes);
        set_period(answer);
        spool.remove();
        auto const report = report_options(m_options, m_redactor.get());
        PETZE_TRY_VOID(m_place.write("report.json", render_json(answer, report)));
        auto const manifest =
            manifest_of(answer.captures, std::move(m_data),
                        m_search.searcher ? &m_search.searcher->profile() : nullptr, m_options);
        PETZE_TRY_VOID(m_place.write("manifest.json", render_manifest(manifest, report)));
        PETZE_TRY_VOID(m_place.write("report.html", render_html(answer, report)));
        if (interrupted())
            return error("interrupted", "nothing was written");
        Analysed out;
        auto gravest = Purpose::maintenance;
        for (auto const& judgement : answer.judgements)
            gravest = std::max(gravest, judgement.verdict.purpose);
        out.status = status_of(gravest, m_options);
        out.summary = render_summary(answer, report, summary_style(m_options.out + "/report.html"));
        if (!m_place.inside.empty())
            out.state = state_of(presentable(answer, report));
        return out;
    }

    // Those who write evidence know only its place inside the folder; the user wants to find it.
    Result<void> in_report(Result<void> written) const
    {
        if (!written)
            return error(m_options.out + "/" + m_place.inside + written.error().what,
                         written.error().why);
        return written;
    }

    Options m_options;
    ReportPlace m_place;
    GivenKeys m_keys;
    PreparedSearch m_search;
    std::unique_ptr<Redactor> m_redactor;
    AddressData m_addresses;
    std::vector<DataSetInfo> m_data; // what is in them, by name
};

Result<int> analyze(Options const& options)
{
    PETZE_TRY(auto keys, read_keys(options));
    PETZE_TRY(auto folder, OutputFolder::create(options.out));
    PETZE_TRY(auto const made, analyze_into({folder, {}}, options, std::move(keys)));
    PETZE_TRY_VOID(folder.commit());
    PETZE_TRY_VOID(print(made.summary, options.out));
    return made.status;
}

} // namespace

Result<Analysed> analyze_into(ReportPlace place, Options const& options, GivenKeys keys)
{
    return Analysis{options, std::move(place), std::move(keys)}.run();
}

int run_analyze(Options const& options)
{
    auto const status = analyze(options);
    if (status)
        return *status;
    print_error(status.error());
    return 1;
}

} // namespace petze
