#include "extract/table_joiner.h"
namespace budgetlift {
TableJoiner::TableJoiner(const TableOptions& options, const std::vector<Form>& forms, BlockSink sink)
    : options_(options), forms_(forms), sink_(std::move(sink)) {}
void TableJoiner::add(const PageInfo&, std::vector<Block> blocks) { for (Block& b : blocks) sink_(std::move(b)); }
std::vector<TextLine> TableJoiner::finish() { return {}; }
}
