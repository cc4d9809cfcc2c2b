#include "identify/online/answer_cache.h"

#include "base/limits.h"

#include <sqlite3.h>

namespace petze {

struct AnswerCache::Database {
    sqlite3* handle = nullptr;

    Database() = default;
    Database(Database const&) = delete;
    Database& operator=(Database const&) = delete;
    ~Database() { sqlite3_close(handle); }
};

namespace {

struct StatementDeleter {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, StatementDeleter>;

Statement prepare(sqlite3* database, char const* sql)
{
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(database, sql, -1, &statement, nullptr);
    return Statement{statement};
}

void set_text(Statement const& statement, int place, std::string_view text)
{
    // No copy (SQLITE_STATIC): the text outlives the statement.
    sqlite3_bind_text64(statement.get(), place, text.data(), text.size(), nullptr, SQLITE_UTF8);
}

std::string column(Statement const& statement, int place)
{
    auto const* bytes = static_cast<char const*>(sqlite3_column_blob(statement.get(), place));
    auto const length = static_cast<std::size_t>(sqlite3_column_bytes(statement.get(), place));
    return bytes ? std::string{bytes, length} : std::string{};
}

} // namespace

AnswerCache::AnswerCache(std::unique_ptr<Database> database)
    : m_database(std::move(database))
{
}
AnswerCache::AnswerCache(AnswerCache&&) noexcept = default;
AnswerCache& AnswerCache::operator=(AnswerCache&&) noexcept = default;
AnswerCache::~AnswerCache() = default;

Result<AnswerCache> AnswerCache::open(std::string const& path)
{
    auto database = std::make_unique<Database>();
    auto const fail = [&] {
        return error(path, std::string{"cannot be used as a store of answers: "}
                               + sqlite3_errmsg(database->handle)
                               + "; move the file away, or give another --data DIR");
    };
    if (sqlite3_open_v2(path.c_str(), &database->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                        nullptr)
        != SQLITE_OK)
        return fail();
    sqlite3_busy_timeout(database->handle, 5000);
    // What others put there is data as well: no triggers, no functions of theirs.
    sqlite3_db_config(database->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(database->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_limit(database->handle, SQLITE_LIMIT_LENGTH, 2 * static_cast<int>(limits::rdap_bytes));
    constexpr auto schema = "CREATE TABLE IF NOT EXISTS answers (question TEXT NOT NULL, "
                            "day TEXT NOT NULL, status INTEGER NOT NULL, body BLOB NOT NULL, "
                            "PRIMARY KEY (question, day)) WITHOUT ROWID";
    if (sqlite3_exec(database->handle, schema, nullptr, nullptr, nullptr) != SQLITE_OK
        || !prepare(database->handle, "SELECT day, status, body FROM answers LIMIT 0"))
        return fail();
    return AnswerCache{std::move(database)};
}

std::optional<AnswerCache::Kept> AnswerCache::find(std::string_view question) const
{
    auto const statement =
        prepare(m_database->handle, "SELECT day, status, body FROM answers WHERE question = ?1 "
                                    "ORDER BY day DESC LIMIT 1");
    if (!statement)
        return std::nullopt;
    set_text(statement, 1, question);
    if (sqlite3_step(statement.get()) != SQLITE_ROW)
        return std::nullopt;
    return Kept{column(statement, 0), sqlite3_column_int(statement.get(), 1), column(statement, 2)};
}

bool AnswerCache::keep(std::string_view question, Kept const& answer)
{
    auto const statement = prepare(
        m_database->handle, "INSERT OR IGNORE INTO answers VALUES (?1, ?2, ?3, CAST(?4 AS BLOB))");
    if (!statement)
        return false;
    set_text(statement, 1, question);
    set_text(statement, 2, answer.day);
    sqlite3_bind_int(statement.get(), 3, answer.status);
    set_text(statement, 4, answer.body);
    return sqlite3_step(statement.get()) == SQLITE_DONE;
}

} // namespace petze
