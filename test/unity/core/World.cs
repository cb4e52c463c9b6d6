using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace Ante.Tests
{
    /// <summary>A game's device: what is on it outlives a client.</summary>
    internal sealed class Device
    {
        public Device(FaultyHttp http, IScheduler scheduler, IBrowser browser, AnteOptions options)
        {
            Scheduler = scheduler;
            Http = http;
            Options = options;
            surroundings = new NativeSurroundings(http, scheduler, new MemoryStorage(), browser);
        }

        private readonly NativeSurroundings surroundings;

        public FaultyHttp Http { get; }

        public IScheduler Scheduler { get; }

        public AnteOptions Options { get; }

        public List<AnteEvent> Told { get; } = new List<AnteEvent>();

        /// <summary>Starts the game: another client on what the last one left.</summary>
        public async Task<AnteClient> StartAsync()
        {
            var transport = new NativeTransport(Options, surroundings);
            transport.Happened += Told.Add;
            Options.Transport = transport;
            return await AnteClient.CreateAsync(Options);
        }
    }

    /// <summary>Rules of a game, as far as these tests change them.</summary>
    internal sealed class Rules
    {
        public int FeeBps { get; set; }

        public int MaxProlongs { get; set; } = 1;

        public int MaxOpen { get; set; } = 10;

        public long[] Stakes { get; set; } = Array.Empty<long>();

        public bool Enabled { get; set; } = true;
    }

    /// <summary>A server, real or a mock, and what its operator can do.</summary>
    internal interface IWorld
    {
        Task<long> GameAsync(Rules? rules = null);

        Task CloseGameAsync(long gameId);

        /// <summary>A device whose player has an account with this much money, and signs in when asked to.</summary>
        Task<Device> DeviceAsync(long balance = 10_000);

        /// <summary>Lets the server's time move on.</summary>
        Task AdvanceAsync(TimeSpan time);
    }
}
