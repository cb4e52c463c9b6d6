using System.Collections.Generic;

namespace Ante
{
    /// <summary>One page of a list.</summary>
    public sealed class Page<T>
    {
        /// <summary>Makes a page.</summary>
        public Page(IReadOnlyList<T> entries, long count, int? nextPage, int? previousPage)
        {
            Entries = entries;
            Count = count;
            NextPage = nextPage;
            PreviousPage = previousPage;
        }

        /// <summary>What is on this page.</summary>
        public IReadOnlyList<T> Entries { get; }

        /// <summary>How many there are on all pages.</summary>
        public long Count { get; }

        /// <summary>Number of the next page; null on the last one.</summary>
        public int? NextPage { get; }

        /// <summary>Number of the page before; null on the first one.</summary>
        public int? PreviousPage { get; }
    }
}
