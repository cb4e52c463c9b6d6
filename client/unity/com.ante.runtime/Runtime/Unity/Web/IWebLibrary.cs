using System;

namespace Ante.Unity
{
    /// <summary>The browser client of the page, called by texts of JSON.</summary>
    internal interface IWebLibrary
    {
        /// <summary>Opens a client; 0 when the page has no browser client, or it refuses the options.</summary>
        /// <param name="options">An object of options.</param>
        /// <param name="happened">Gets each event.</param>
        int Open(string options, Action<string> happened);

        /// <summary>Calls a method; the answer comes later, on the thread that called.</summary>
        void Call(int client, string method, string arguments, Action<string> answered);

        /// <summary>Closes a client; what it has not answered is not answered any more.</summary>
        void Close(int client);
    }
}
