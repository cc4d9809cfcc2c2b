// Writes reports of an invented answer, to be looked at: sample FOLDER.
#include "report/comparison_render.h"
#include "report/example_answer.h"
#include "report/example_comparison.h"
#include "report/render.h"

#include <filesystem>
#include <fstream>
#include <iostream>

namespace {

void write(std::filesystem::path const& path, std::string const& text)
{
    std::ofstream{path, std::ios::binary} << text;
}

// Many receivers, each the copy of one under another name.
petze::Answer of_many(petze::Answer answer)
{
    constexpr std::size_t receivers = 120;
    for (std::size_t i = answer.endpoints.size(); i < receivers; ++i) {
        auto endpoint = answer.endpoints.front();
        endpoint.id = "r" + std::to_string(i) + ".example";
        if (i % 2 == 1)
            endpoint.attribution.write().operator_.reset();
        answer.endpoints.push_back(std::move(endpoint));
        if (!answer.judgements.empty())
            answer.judgements.push_back(answer.judgements.front());
    }
    return answer;
}

} // namespace

int main(int argc, char** argv)
{
    using namespace petze;
    if (argc != 2) {
        std::cerr << "usage: sample FOLDER\n";
        return 2;
    }
    std::filesystem::path const folder{argv[1]};
    std::filesystem::create_directories(folder);
    ReportOptions options;
    options.version = "0.1.0";
    for (auto const findings :
         {std::size_t{0}, std::size_t{1}, std::size_t{10}, std::size_t{10'000}}) {
        auto answer = testing::example_judged(findings);
        auto const name = "sample-" + std::to_string(findings);
        write(folder / (name + ".html"), render_html(answer, options));
        write(folder / (name + ".json"), render_json(answer, options));
        std::cout << render_summary(answer, options, {80, false, name + ".html"}) << "\n";
    }
    write(folder / "sample-receivers.html",
          render_html(of_many(testing::example_judged(10)), options));
    std::filesystem::create_directories(folder / "comparison");
    write(folder / "comparison.html",
          render_comparison_html(testing::example_comparison(), options));
    write(folder / "comparison" / "comparison.json",
          render_comparison_json(testing::example_comparison(), options));
    options.language = Language::german;
    options.time_zone = "Europe/Berlin";
    options.redact = true;
    auto const answer = testing::example_judged(10);
    write(folder / "sample-redacted-de.html", render_html(answer, options));
    std::cout << render_summary(answer, options, {60, true, "sample-redacted-de.html"});
    auto without = testing::example_judged(0);
    without.profile_given = false;
    without.profile.clear();
    write(folder / "sample-no-profile.html", render_html(without, {}));
    write(folder / "sample-empty.html", render_html({}, {}));
    std::cout << render_summary(without, options, {});
    std::cout << render_summary({}, {}, {});
    return 0;
}
