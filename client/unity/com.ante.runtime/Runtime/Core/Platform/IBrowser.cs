using System;
using System.Threading;
using System.Threading.Tasks;

namespace Ante
{
    /// <summary>The system's browser, and the way back from it.</summary>
    public interface IBrowser
    {
        /// <summary>An address came back while no sign-in waited for it: the game was started or woken by it.</summary>
        event Action<IArrival> Arrived;

        /// <summary>Gets ready for one sign-in's answer, before the browser is opened.</summary>
        Task<IRedirect> PrepareAsync(CancellationToken cancellation);

        /// <summary>Shows an address in the system's browser.</summary>
        void Open(string url);

        /// <summary>Takes the address that the game was started by, once; null: it was started otherwise.</summary>
        IArrival? TakeLaunch();
    }

    /// <summary>Where one sign-in's answer arrives.</summary>
    public interface IRedirect : IDisposable
    {
        /// <summary>The redirect URI, as the authorization server must know it.</summary>
        string Uri { get; }

        /// <summary>The next address that the browser came back to; whoever waits decides whether it is the answer.</summary>
        Task<IArrival> ReceiveAsync(CancellationToken cancellation);
    }

    /// <summary>The browser came back.</summary>
    public interface IArrival
    {
        /// <summary>The whole address: query, and fragment where there is one.</summary>
        string Url { get; }

        /// <summary>Shows the player what became of it, where there is a page to show it on.</summary>
        void Reply(RedirectReply reply);
    }

    /// <summary>What the page that a browser ends on tells the player.</summary>
    public enum RedirectReply
    {
        /// <summary>Signed in: back to the game.</summary>
        SignedIn,

        /// <summary>Not signed in: back to the game, which says why.</summary>
        NotSignedIn,

        /// <summary>This address belongs to no sign-in that the game waits for.</summary>
        NotExpected,
    }
}
