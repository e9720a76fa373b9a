// Reads committed rows through one connection, inside one read transaction per picture.
#pragma once

#include <memory>

#include "store/sqlite_connection.h"
#include "store/sqlite_layout.h"
#include "store/store.h"

namespace arshjul::store {

// `connection` is used by nobody else as long as the reader lives.
std::unique_ptr<Reader> NewSqliteReader(std::shared_ptr<Connection> connection, std::shared_ptr<const Layout> layout);

}  // namespace arshjul::store
