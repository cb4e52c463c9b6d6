using System.Collections.Generic;

namespace Ante
{
    /// <summary>Small texts by name that outlive the game: scores on their way, the number of the last event.</summary>
    public interface IStorage
    {
        /// <summary>The text of that name; null when there is none.</summary>
        string? Read(string name);

        /// <summary>Keeps a text, durably before it returns: all of it or what was there before.</summary>
        void Write(string name, string text);

        /// <summary>Forgets a text; nothing happens when there is none.</summary>
        void Remove(string name);

        /// <summary>The names that begin so.</summary>
        IReadOnlyList<string> Names(string prefix);
    }
}
