#pragma once

#include "base/result.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace petze {

/// What registries answered, kept on disk as evidence: question, day, the answer as it came. An
/// answer is never overwritten by that of another day.
class AnswerCache {
public:
    /// Opens the file, or makes it.
    static Result<AnswerCache> open(std::string const& path);
    AnswerCache(AnswerCache&&) noexcept;
    AnswerCache& operator=(AnswerCache&&) noexcept;
    ~AnswerCache();

    struct Kept {
        std::string day; // ISO date on which it was asked
        int status{};
        std::string body;

        bool operator==(Kept const&) const = default;
    };
    /// The newest answer to the same question.
    std::optional<Kept> find(std::string_view question) const;
    /// False where it cannot be written: then the answer is used all the same.
    bool keep(std::string_view question, Kept const& answer);

private:
    struct Database;
    explicit AnswerCache(std::unique_ptr<Database> database);

    std::unique_ptr<Database> m_database;
};

} // namespace petze
