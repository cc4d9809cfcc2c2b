#include "report/comparison_render.h"
#include "report/redaction.h"
#include "report/state_json.h"
#include "run/analyze.h"
#include "run/commands.h"
#include "run/compared_states.h"
#include "run/prepared_search.h"
#include "run/setting.h"

#include <algorithm>
#include <filesystem>

namespace petze {

namespace {

/// One run of `petze compare`: each state by the way of `petze analyze`, then all of them.
class ComparingRun {
public:
    ComparingRun(Options const& options, OutputFolder folder)
        : m_options(options)
        , m_folder(std::move(folder))
    {
    }

    Result<int> run(std::vector<ComparedState> const& given)
    {
        // Names of states come from names of files, which may hold what is to be replaced.
        PETZE_TRY(auto const search, prepare_search(m_options));
        auto const redactor = make_redactor(m_options, search.searcher.get());
        std::vector<PhoneState> states;
        for (auto const& one : given) {
            auto const name = redactor ? redactor->apply(one.name) : one.name;
            PETZE_TRY(auto state, one.report.empty() ? analysed(one, states.size() + 1, name)
                                                     : written_before(one));
            state.name = name;
            states.push_back(std::move(state));
        }
        auto gravest = Purpose::maintenance;
        for (auto const& state : states)
            gravest = std::max(gravest, state.worst.value_or(gravest));
        auto const status = status_of(gravest, m_options);
        return write(compare(std::move(states)), report_options(m_options, redactor.get()), status);
    }

private:
    Result<PhoneState> analysed(ComparedState const& given, std::size_t number,
                                std::string const& name)
    {
        auto options = m_options;
        options.captures = given.captures;
        auto const inside = state_folder(number, name);
        std::error_code trouble;
        std::filesystem::create_directories(m_folder.staging() / inside, trouble);
        PETZE_TRY(auto keys, read_keys(options));
        print_note(m_options, "state \"" + name + "\"");
        PETZE_TRY(auto made, analyze_into({m_folder, inside}, options, std::move(keys)));
        made.state.report = inside;
        return std::move(made.state);
    }

    Result<PhoneState> written_before(ComparedState const& given) const
    {
        PETZE_TRY(auto const text, read_report_json(given.report));
        return read_state(text, given.report, report_options(m_options, nullptr));
    }

    Result<int> write(Comparison const& comparison, ReportOptions const& report, int status)
    {
        PETZE_TRY_VOID(m_folder.write("report.json", render_comparison_json(comparison, report)));
        PETZE_TRY_VOID(m_folder.write("report.html", render_comparison_html(comparison, report)));
        if (interrupted())
            return error("interrupted", "nothing was written");
        PETZE_TRY_VOID(m_folder.commit());
        PETZE_TRY_VOID(print(render_comparison_summary(
                                 comparison, report, summary_style(m_options.out + "/report.html")),
                             m_options.out));
        return status;
    }

    Options const& m_options;
    OutputFolder m_folder;
};

Result<int> compare_states(Options const& options, std::vector<ComparedState> const& states)
{
    PETZE_TRY(auto folder, OutputFolder::create(options.out));
    return ComparingRun{options, std::move(folder)}.run(states);
}

} // namespace

int run_compare(Options const& options)
{
    constexpr int wrong_usage = 2;
    auto const states = compared_states(options.captures);
    if (!states) {
        print_error(states.error());
        return wrong_usage;
    }
    auto const status = compare_states(options, *states);
    if (status)
        return *status;
    print_error(status.error());
    return 1;
}

} // namespace petze
