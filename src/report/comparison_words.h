#pragma once

#include "relate/comparison.h"
#include "report/speaker.h"

#include <string>
#include <vector>

namespace petze {

/// What a comparison says, as sentences; page, report.json and terminal share it.
class ComparisonWording {
public:
    ComparisonWording(Comparison const& comparison, Speaker const& speaker)
        : m_comparison(comparison)
        , m_speaker(speaker)
    {
    }

    Speaker const& speaker() const { return m_speaker; }

    /// Of the 7 receivers in "stock" 4 persist in "other ROM", …: for each later state.
    std::vector<std::string> sentences() const;
    /// That of the last state, since that is what people ask about, and what is still sent there.
    std::string headline() const;
    /// What was still sent in a later state, or no longer; who talked; what moved.
    std::vector<std::string> shows() const;
    std::vector<std::string> shows_not() const;
    std::vector<std::string> remarks() const;

    /// "stock" in quotation marks.
    std::string state(std::size_t number) const;
    /// For how long it was recorded.
    std::string hours(double hours) const;
    /// "3.2 (2.2–4.4)": an hour, with the interval.
    std::string rate(Rate const& rate) const;
    /// How a cell stands against the first state, in words; with what makes it so.
    std::string relation(ComparedCell const& cell, ComparedCell const& first) const;
    /// "= 0.09", "< 0.001".
    std::string probability(double value) const;
    /// "com.example.shop, android (system)".
    std::string sources(std::vector<TrafficSource> const& sources) const;
    /// "IMEI", "messages".
    std::string kind(std::string const& category) const;

private:
    using Lines = std::vector<std::string>;

    std::string sentence(std::size_t number) const;
    std::string counted(char const* key, std::uint64_t number) const;
    std::string decimal(double value) const;
    /// Kinds of data for that party that stand so in that state.
    std::vector<std::string> kinds(std::string const& party, std::size_t number,
                                   Relation relation) const;
    Lines still_sent(ComparedRow const& row, std::size_t number) const;
    void about_data(ComparedRow const& row, std::size_t number, Lines& out) const;
    void about_way(ComparedRow const& row, std::size_t number, Lines& out) const;
    void about_talkers(ComparedRow const& row, std::size_t number, Lines& out) const;
    void about_silence(std::size_t number, Lines& out) const;
    void about_closed(std::size_t number, Lines& out) const;
    void about_unknown_talkers(std::size_t number, Lines& out) const;
    void about_addresses(Lines& out) const;

    Comparison const& m_comparison;
    Speaker const& m_speaker;
};

} // namespace petze
