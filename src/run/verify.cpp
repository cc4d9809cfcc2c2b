#include "report/claims.h"
#include "report/speaker.h"
#include "report/words.h"
#include "run/analyze.h"
#include "run/commands.h"
#include "run/spool.h"
#include "run/version.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>

namespace petze {

namespace {

namespace fs = std::filesystem;

Result<Claims> read_report(fs::path const& path)
{
    PETZE_TRY(auto const text, read_report_json(path.string()));
    return read_claims(text, path.string());
}

/// Frames are told by the place of their capture on the command line: the given captures in the
/// order in which the report had them. As they are where one of them is not the report's.
std::vector<std::string> in_order_of(Claims const& report, std::vector<std::string> const& given)
{
    std::vector<std::string> out(report.captures.size());
    for (auto const& path : given) {
        auto const hash = hash_file(path);
        auto const same = std::find_if(report.captures.begin(), report.captures.end(),
                                       [&](auto const& one) { return one.sha256 == hash; });
        if (hash.empty() || same == report.captures.end())
            return given;
        out[static_cast<std::size_t>(same - report.captures.begin())] = path;
    }
    return std::count(out.begin(), out.end(), std::string{}) > 0 ? given : out;
}

/// Analyses again, in a folder that is gone afterwards.
Result<Claims> analysed_again(Options options)
{
    std::error_code trouble;
    auto const name = "petze-verify-" + std::to_string(::getpid());
    options.out = (fs::temp_directory_path(trouble) / name).string();
    PETZE_TRY(auto keys, read_keys(options));
    PETZE_TRY(auto folder, OutputFolder::create(options.out));
    PETZE_TRY_VOID(analyze_into({folder, {}}, options, std::move(keys)));
    return read_report(folder.staging() / "report.json");
}

std::string line_of(Speaker const& speaker, CheckedClaim const& checked)
{
    auto const claim =
        speaker.say_with("verify.claim." + checked.claim.kind, [&](std::string_view place) {
            return printable(argument(checked.claim.words, place));
        });
    return speaker.say("verify." + std::string{name_of(checked.outcome)}, {{"claim", claim}});
}

std::string text_of(std::vector<CheckedClaim> const& checked, Claims const& report,
                    Options const& options)
{
    auto const time = LocalTime::utc();
    Speaker const speaker{options.language, time};
    std::string out;
    std::uint64_t held = 0;
    for (auto const& one : checked) {
        out += line_of(speaker, one);
        out += '\n';
        held += one.outcome == CheckedClaim::Outcome::holds ? 1U : 0U;
    }
    out += speaker.count("verify.sum", checked.size(), {{"held", speaker.number(held)}}) + "\n";
    if (report.version != version)
        out += speaker.say("verify.other_version", {{"version", printable(report.version)}}) + "\n";
    return out;
}

Result<int> verify(Options options)
{
    constexpr int broken = 1;
    PETZE_TRY(auto const report, read_report(fs::path{options.out} / "report.json"));
    if (report.profile_given && options.profile.empty())
        return error("--profile", "the report was made with a profile; give it, so that its values "
                                  "can be looked for again");
    options.reveal = report.personal_values == "revealed";
    options.redact = report.personal_values == "redacted";
    auto const folder = options.out;
    options.captures = in_order_of(report, options.captures);
    PETZE_TRY(auto const again, analysed_again(options));
    auto const checked = check(report, again);
    PETZE_TRY_VOID(print(text_of(checked, report, options), folder));
    bool const all_hold = std::all_of(checked.begin(), checked.end(), [](CheckedClaim const& one) {
        return one.outcome == CheckedClaim::Outcome::holds;
    });
    return all_hold ? 0 : broken;
}

} // namespace

int run_verify(Options const& options)
{
    auto const status = verify(options);
    if (status)
        return *status;
    print_error(status.error());
    return 1;
}

} // namespace petze
